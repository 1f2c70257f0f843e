package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the schema, which editors use, against the reader.
class SchemaTest {
    private static final Path ASSETS = Path.of("assets");

    private static Schema schema;

    @TempDir
    private Path folder;

    @BeforeAll
    static void readSchema() throws IOException {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(ASSETS.resolve("signalbox.schema.json")), InputFormat.JSON);
    }

    private static boolean schemaAccepts(String text) {
        return schema.validate(text, InputFormat.YAML).isEmpty();
    }

    private boolean readerAccepts(String text) throws IOException {
        Files.writeString(folder.resolve("vars.env"), "A=b");
        try {
            WorkspaceFile.load(Files.writeString(folder.resolve("s.yaml"), text), Map.of("HOME", "/"));
            return true;
        } catch (InvalidWorkspaceException e) {
            return false;
        }
    }

    private static String service(String fields) {
        return "name: w\nservices: { b: { command: [x] }, job: { command: [x], one_shot: true }, a: { " + fields
                + " } }";
    }

    @Test
    void variablesOfTheWorkspace_areAccepted_byBoth() throws Exception {
        var text = "{ name: w, env: { A: 1 }, env_file: [vars.env, { path: gone.env, required: false }], secrets: [A],"
                + " services: { a: { command: ['${A}'], ready: { log: 'on ${A}$' } } } }";

        assertThat(schema.validate(text, InputFormat.YAML)).isEmpty();
        assertThat(readerAccepts(text)).isTrue();
    }

    @Test
    void demo_isAccepted_byBoth() throws Exception {
        var demo = ASSETS.resolve("demo/signalbox.yaml");

        assertThat(WorkspaceFile.load(demo, Map.of()).services()).hasSize(7);
        assertThat(schema.validate(Files.readString(demo), InputFormat.YAML)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command: [x]",
                "command: [x, 1, true, 1.5, '']",
                "command: [x], ports: ['127.0.0.1:80', '127.0.0.2:80', '[::1]:80', 81], port: '127.0.0.1:82'",
                "shell: 'x | y'",
                "command: [x], cwd: ., port: 1, ports: [2, 65535], autostart: true, confirm: [stop, restart], group: G, timeout: 1h, queue: coalesce",
                "command: [x], env: { A: b, B: 1, C: true, D: '', E: '${env:HOME}' }",
                "command: [x], depends_on: [b]",
                "command: [x], depends_on: []",
                "command: [x], depends_on: { job: { condition: stopped }, b: { condition: started } }",
                "command: [x], depends_on: { b: {} }",
                "command: [x], ready: { http: 'https://h/x?y=z', status: 204, body: 'a|b' }",
                "command: [x], ready: { tcp: 1, every: 1ms, timeout: 1s, failures: 1, initial_delay: 0s }",
                "command: [x], ready: { http: 'https://localhost/', status: [200, 3xx, 400-404, '5XX'], headers: { Host: h, X: 1 }, ca: x.pem }",
                "command: [x], ready: { http: 'https://localhost/', insecure: true, method: HEAD, status: 2xx }",
                "command: [x], ready: { tcp: 'db.example:5432', try_timeout: 9s, success: 2 }",
                "command: [x], ready: { tcp: '[::1]:80' }, alive: { exec: 'curl -fs localhost | grep ok', success: 2 }",
                "command: [x], ready: { log: '^ready$' }, alive: { exec: [true] }",
                "command: [x], stop: { signal: SIGKILL, timeout: 1s }, restart: { on: always, backoff: 1s..1s }",
                "command: [x], stop: { to: leader }",
                "command: [x], stop: { command: [y], to: all }",
                "command: [x], stop: {}, restart: { give_up_after: 1 in 1h }, log: { max_size: 1B, keep: 0 }",
                "command: [x], one_shot: true, schedule: '*/5 * * * *', restart: { on: failure }",
                "command: [x], one_shot: false, ready: { tcp: 1 }",
                "command: [x], restart: { on: always, give_up_after: never, min_uptime: 1m, ok_codes: [143, 0, 255] }",
                "command: [x], settle: 0s, alive: { tcp: 1 }, restart: { ok_codes: [] }",
                "command: [x], settle: 5m",
                "command: [x], start_timeout: 30s, stop_timeout: 1h, timeout: 1m",
                "command: [x], one_shot: true, start_timeout: 12h",
                "command: [x], one_shot: true, schedule: '@weekly'",
                "command: [x], one_shot: true, schedule: { cron: '0 3 * * *' }",
                "command: [x], one_shot: true, schedule: { cron: '@daily', zone: Europe/Berlin, missed: run_once, overlap: queue }",
                "command: [x], ready: { tcp: 1, timeout: 1h }, stop: { timeout: 1h }",
                "command: [x], stop: { command: [x, 1], timeout: 5s }, log: { max_age: 1d }",
                "command: [x], pre_start: [y, 1], post_stop: { command: [z], timeout: 1s }, timeout: 1m",
                "command: [x], log: { pipe: true }",
                "command: [x], forking: true",
                "command: [x], forking: false, pid_file: /run/x.pid",
                "command: [x], forking: true, pid_file: x.pid, ready: { tcp: 1 }",
                "command: [x], forking: { pid_file: 'run/x.pid' }",
                "command: [x], user: 1001, umask: 027",
                "command: [x], user: '1001:1002', umask: '077', no_new_privileges: true",
                "command: [x], user: www-data:adm",
                "command: [x], user: www-data, nice: -20, limits: { memory: 512MB, open_files: 1024 }",
                "command: [x], nice: 19, limits: {}, env_file: []",
                "command: [x], env_file: vars.env, env: { A: '${env:NOT_SET:-b}' }",
                "command: [x], env_file: [vars.env, vars.env]",
                "command: [x], x-note: { a: [b] }, stop: { x-why: c }, ready: { tcp: 1, x-y: z }",
                "command: [x], env_file: { path: vars.env, required: false, secret: false }, secrets: [A, b.c-d]",
                "command: [x], env_file: [{ path: gone.env, required: false }, vars.env], env: { spring.a-b: x }",
                "command: [x], forking: { pid_file: '${env:HOME}/x' }",
                "command: [x], cwd: '${HOME}', port: '${PORT:-80}', ready: { http: 'http://h:${PORT:-80}/' }",
                "command: [x], ports: ['${PORT}'], alive: { tcp: '${PORT:-80}' }, ready: { http: '${URL:-http://h/}' }",
            })
    void validService_isAccepted_byBoth(String fields) throws IOException {
        assertThat(schema.validate(service(fields), InputFormat.YAML)).isEmpty();
        assertThat(readerAccepts(service(fields))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "command: []",
                "command: x",
                "command: [null]",
                "command: [[x]]",
                "command: [x], shell: x",
                "shell: ' '",
                "command: [x], comand: [x]",
                "command: [x], cwd: 5",
                "command: [x], cwd: ''",
                "command: [x], port: 0",
                "command: [x], port: 65536",
                "command: [x], port: '80'",
                "command: [x], port: 'localhost:80'",
                "command: [x], port: 80.5",
                "command: [x], ports: 80",
                "command: [x], ports: [80, 80]",
                "command: [x], autostart: yes",
                "command: [x], env: { 1A: x }",
                "command: [x], env: [A]",
                "command: [x], group: 5",
                "command: [x], depends_on: b",
                "command: [x], depends_on: [b, b]",
                "command: [x], depends_on: [null]",
                "command: [x], depends_on: { b: ready }",
                "command: [x], depends_on: { b: { condition: READY } }",
                "command: [x], ready: {}",
                "command: [x], ready: { tcp: 1, log: x }",
                "command: [x], ready: { tcp: 1, body: x }",
                "command: [x], ready: { tcp: 1, status: 200 }",
                "command: [x], ready: { http: 'http://h', status: 99 }",
                "command: [x], ready: { http: 'ftp://h' }",
                "command: [x], ready: { http: 'http:///x' }",
                "command: [x], ready: { exec: '' }",
                "command: [x], ready: { tcp: 'db' }",
                "command: [x], ready: { tcp: 'http://db:80' }",
                "command: [x], ready: { http: 'http://h', status: [] }",
                "command: [x], ready: { http: 'http://h', status: 6xx }",
                "command: [x], ready: { http: 'http://h', method: get }",
                "command: [x], ready: { http: 'http://h', headers: { X: null } }",
                "command: [x], ready: { http: 'http://h', headers: { 'X Y': a } }",
                "command: [x], ready: { tcp: 1, insecure: true }",
                "command: [x], ready: { tcp: 1, success: 0 }",
                "command: [x], alive: { tcp: 1, try_timeout: 1s }",
                "command: [x], ready: { tcp: 1, failures: 0 }",
                "command: [x], ready: { tcp: 1, initial_delay: 1 }",
                "command: [x], alive: { log: x }",
                "command: [x], stop: { signal: TERM }",
                "command: [x], stop: { timeout: 0s }",
                "command: [x], stop: { to: everyone }",
                "command: [x], stop: { to: ALL }",
                "command: [x], restart: { on: fail }",
                "command: [x], restart: { backoff: 1s }",
                "command: [x], restart: { backoff: 0s..1s }",
                "command: [x], restart: { give_up_after: 0 in 1m }",
                "command: [x], restart: { give_up_after: 'never in 1m' }",
                "command: [x], restart: { min_uptime: 0s }",
                "command: [x], restart: { ok_codes: 143 }",
                "command: [x], restart: { ok_codes: [256] }",
                "command: [x], restart: { ok_codes: ['0'] }",
                "command: [x], settle: -1s",
                "command: [x], settle: 0",
                "command: [x], settle: 1s, ready: { tcp: 1 }",
                "command: [x], one_shot: true, settle: 1s",
                "command: [x], restart: { give_up_after: 5 in 0m }",
                "command: [x], log: { max_size: 0MB }",
                "command: [x], log: { max_size: 50mb }",
                "command: [x], log: { max_size: 50 }",
                "command: [x], log: { keep: -1 }",
                "command: [x], queue: drop",
                "command: [x], timeout: 30x",
                "command: [x], timeout: 1.5s",
                "command: [x], timeout: 1234567s",
                "command: [x], timeout: 0m",
                "command: [x], start_timeout: 30",
                "command: [x], stop_timeout: 0s",
                "command: [x], one_shot: 1",
                "command: [x], schedule: '* * * * *'",
                "command: [x], forking: 'true'",
                "command: [x], forking: x.pid",
                "command: [x], forking: {}",
                "command: [x], pid_file: ''",
                "command: [x], pid_file: x, forking: { pid_file: x }",
                "command: [x], pid_file: [x]",
                "command: [x], one_shot: true, forking: true",
                "command: [x], one_shot: true, pid_file: x.pid",
                "command: [x], one_shot: false, schedule: '* * * * *'",
                "command: [x], one_shot: true, schedule: 5",
                "command: [x], one_shot: true, schedule: {}",
                "command: [x], one_shot: true, schedule: { cron: '@daily', overlap: kill }",
                "command: [x], schedule: { cron: '@daily' }",
                "command: [x], one_shot: true, ready: { tcp: 1 }",
                "command: [x], one_shot: true, alive: { tcp: 1 }",
                "command: [x], one_shot: true, restart: { on: always }",
                "command: [x], stop: { signal: SIGINT, command: [x] }",
                "command: [x], stop: { command: [] }",
                "command: [x], log: { max_age: 1w }",
                "command: [x], pre_start: x",
                "command: [x], pre_start: []",
                "command: [x], pre_start: { timeout: 1s }",
                "command: [x], post_stop: { command: x }",
                "command: [x], user: -5",
                "command: [x], user: 'a:b:c'",
                "command: [x], user: 'a:'",
                "command: [x], user: [a]",
                "command: [x], umask: '8'",
                "command: [x], umask: '028'",
                "command: [x], umask: true",
                "command: [x], no_new_privileges: 1",
                "command: [x], user: -x",
                "command: [x], nice: 20",
                "command: [x], limits: { memory: 5 }",
                "command: [x], limits: { open_files: 15 }",
                "command: [x], limits: { cpu: 1 }",
                "command: [x], env_file: 5",
                "command: [x], env_file: ''",
                "command: [x], env_file: [5]",
                "command: [x], env_file: { path: vars.env, secret: maybe }",
                "command: [x], env_file: { required: true }",
                "command: [x], secrets: A",
                "command: [x], secrets: ['a b']",
                "command: [x], env_file: { a: b }",
            })
    void invalidService_isRefused_byBoth(String fields) throws IOException {
        assertThat(schemaAccepts(service(fields))).as("schema").isFalse();
        assertThat(readerAccepts(service(fields))).as("reader").isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "name: w",
                "{ name: w, services: {} }",
                "{ name: w, services: null }",
                "{ name: w, services: { '../x': { command: [x] } } }",
                "{ name: w, services: { '': { command: [x] } } }",
                "{ name: w, services: { ..: { command: [x] } } }",
                "{ name: w, services: { a/./b: { command: [x] } } }",
                "{ name: w, services: { a//b: { command: [x] } } }",
                "{ name: w, services: { /a: { command: [x] } } }",
                "{ name: w, services: { a/: { command: [x] } } }",
                "{ name: w, services: { -a: { command: [x] } } }",
                "{ name: w, services: { 'a,b': { command: [x] } } }",
                "{ name: w, services: { ' a': { command: [x] } } }",
                "{ name: w, services: { 'a ': { command: [x] } } }",
                "{ name: w, services: { \"a\\tb\": { command: [x] } } }",
                "{ name: w, services: { \"a\\u202eb\": { command: [x] } } }",
                "{ name: w, services: { \"a\\u00a0b\": { command: [x] } } }",
                "{ name: w, services: { 'aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff12345': { command: [x] } } }",
                "{ name: w, services: { a: null } }",
                "{ name: a/../b, services: { a: { command: [x] } } }",
                "{ name: 5, services: { a: { command: [x] } } }",
                "{ name: w, on_exit: die, services: { a: { command: [x] } } }",
                "{ name: w, defaults: { timeout: x }, services: { a: { command: [x] } } }",
                "{ name: w, defaults: { port: 1 }, services: { a: { command: [x] } } }",
                "{ name: w, log: { max_total: 5 }, services: { a: { command: [x] } } }",
                "{ name: w, log: { keep: 5 }, services: { a: { command: [x] } } }",
                "{ name: w, journal: { max_age: 0s }, services: { a: { command: [x] } } }",
                "{ name: w, journal: { max_size: 5 }, services: { a: { command: [x] } } }",
                "{ name: w, journal: { keep: 5 }, services: { a: { command: [x] } } }",
                "{ name: w, extra: 1, services: { a: { command: [x] } } }",
                "{ name: w, env: [A], services: { a: { command: [x] } } }",
                "{ name: w, env_file: 5, services: { a: { command: [x] } } }",
                "{ name: w, secrets: A, services: { a: { command: [x] } } }",
            })
    void invalidWorkspace_isRefused_byBoth(String text) throws IOException {
        assertThat(schemaAccepts(text)).as("schema").isFalse();
        assertThat(readerAccepts(text)).as("reader").isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ cwd: ., autostart: true, confirm: [stop], env: { A: b }, env_file: vars.env, group: G }",
                "{ settle: 1s, stop: { signal: SIGINT }, restart: { on: always }, log: { keep: 1 }, queue: keep }",
                "{ timeout: 1m, start_timeout: 2m, stop_timeout: 3m, pre_start: [y], post_stop: { command: [z] } }",
                "{ user: '0', umask: 027, no_new_privileges: true, nice: 1, limits: { open_files: 99 }, x-a: b }",
                "{ ready: { every: 1s, timeout: 1m, failures: 2, initial_delay: 0s }, alive: { every: 1s } }",
            })
    void defaults_areAccepted_byBoth(String defaults) throws IOException {
        var text = "{ name: w, x-y: z, defaults: " + defaults + ", services: { a: { command: [x] } } }";
        assertThat(schema.validate(text, InputFormat.YAML)).isEmpty();
        assertThat(readerAccepts(text)).isTrue();
    }

    /// The schema cannot tell whether there is a default.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cwd",
                "autostart",
                "confirm",
                "env",
                "env_file",
                "group",
                "ready",
                "alive",
                "settle",
                "stop",
                "restart",
                "log",
                "queue",
                "timeout",
                "start_timeout",
                "stop_timeout",
                "pre_start",
                "post_stop",
                "user",
                "umask",
                "no_new_privileges",
                "nice",
                "limits"
            })
    void emptyValue_isAcceptedByTheSchema_andRefusedByTheReaderWhereThereIsNoDefault(String key) throws IOException {
        var text = service("command: [x], " + key + ": null");
        assertThat(schema.validate(text, InputFormat.YAML)).isEmpty();
        assertThat(readerAccepts(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ command: [x] }",
                "{ depends_on: [a] }",
                "{ ready: { tcp: 1 } }",
                "{ one_shot: true }",
                "{ env: { 1B: c } }",
                "{ nice: 20 }",
                "{ stop: { signal: SIGINT, command: [x] } }",
            })
    void invalidDefaults_areRefused_byBoth(String defaults) throws IOException {
        invalidWorkspace_isRefused_byBoth("{ name: w, defaults: " + defaults + ", services: { a: { command: [x] } } }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_proc",
                "__x",
                "web app",
                "api:1",
                "Worker/queue",
                "größe",
                "数据",
                "a..b",
                ".a",
                "100%",
                "x-a",
                "a@b",
                "(a)",
                "~",
                "a'b",
                "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff1234"
            })
    void idThatOtherToolsHave_isAccepted_byBoth_andSoIsTheWorkspacesName(String id) throws IOException {
        var text = "{ name: \"" + id + "\", services: { \"" + id + "\": { command: [x] } } }";
        assertThat(schema.validate(text, InputFormat.YAML)).isEmpty();
        assertThat(readerAccepts(text)).isTrue();
    }
}
