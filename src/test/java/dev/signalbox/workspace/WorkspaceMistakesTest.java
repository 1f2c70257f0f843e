package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkspaceMistakesTest {
    @TempDir
    private Path folder;

    /// The mistakes in `text`, each as `line:column: message`.
    private List<String> mistakes(String text) throws IOException {
        var file = Files.writeString(folder.resolve("signalbox.yaml"), text);
        var thrown = catchThrowableOfType(InvalidWorkspaceException.class, () -> WorkspaceFile.load(file, Map.of()));
        assertThat(thrown).as(text).isNotNull();
        return thrown.problems().stream()
                .map(each -> each.line() + ":" + each.column() + ": " + each.message())
                .toList();
    }

    private List<String> mistakesInService(String fields) throws IOException {
        return mistakes("name: w\nservices:\n  a:\n    command: [x]\n" + fields.indent(4));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            evn: {}                          | 5:5: unknown key "evn" in service a; did you mean "env"? Allowed: command, shell,
            confirm: [start]                 | 5:15: what is asked about in confirm of service a is "start"; did you mean "restart"? Allowed: stop, restart
            confirm: stop                    | 5:14: confirm of service a is "stop". Allowed: a list of stop and restart, or []
            autostart: yes                   | 5:16: autostart of service a is "yes". Allowed: true or false
            group: [x]                       | 5:12: group of service a is a list. Allowed: one line of text
            shell: x                         | 5:12: service a has both command and shell. Allowed: one of them
            timeout: 30x                     | 5:14: timeout of service a is "30x". Allowed: a duration such as 500ms, 30s, 5m, 1h
            timeout: 30                      | 5:14: timeout of service a is 30. Allowed: a duration
            timeout: 0s                      | 5:14: timeout of service a is "0s". Allowed: a duration
            timeout: 1234567h                | 5:14: timeout of service a is "1234567h". Allowed: a duration
            timeout:                         | 5:13: timeout of service a is empty. Allowed: a duration
            queue: coalesc                   | 5:12: queue of service a is "coalesc"; did you mean "coalesce"? Allowed: keep, coalesce
            port: 0                          | 5:11: port of service a is 0. Allowed: a whole number from 1 to 65535
            port: 65536                      | 5:11: port of service a is 65536. Allowed: a whole number from 1 to 65535
            port: "80"                       | 5:11: port of service a is "80". Allowed: a whole number from 1 to 65535, or an address and a port, such as 127.0.0.2:8080
            ports: 80                        | 5:12: ports of service a is 80. Allowed: a list of ports
            port: "localhost:80"             | 5:11: port of service a is "localhost:80". Allowed: a whole number from 1 to 65535, or an address and a port, such as 127.0.0.2:8080
            port: "127.0.0.2:0"              | 5:11: port of service a is "127.0.0.2:0". Allowed: a whole number from 1 to 65535, or an address
            ports: [80, "127.0.0.2:80"]      | 5:17: a port of service a is 127.0.0.2:80, which itself declares in line 5. Allowed: each port once
            ports: ["0.0.0.0:80", 80]        | 5:27: a port of service a is 80, which itself declares in line 5. Allowed: each port once
            ports: [80, 80]                  | 5:17: a port of service a is 80, which itself declares in line 5. Allowed: each port once
            env: { A: [x] }                  | 5:15: variable A of service a is a list. Allowed: text, a number
            env: { 1A: x }                   | 5:12: the name of a variable in service a is "1A". Allowed: letters, digits, _ . and -
            env: { A: "${nope-x}" }          | 5:15: unknown reference ${nope-x}. Allowed: ${NAME}, ${NAME:-default}, ${env:NAME}, ${env:NAME:-default}, ${signalbox.java}
            env: { PASSWORD: "a${b?d}" }     | 5:22: unknown reference ${…}. Allowed: ${NAME}, ${NAME:-default}, ${env:NAME}, ${env:NAME:-default}, ${signalbox.java}
            env: { "A=secret": }             | 5:12: the name of a variable in service a is "A=…". Allowed: letters, digits, _ . and -
            env: A=secret                    | 5:10: env of service a is no map. Allowed: a map of names and values
            cwd: "${env.HOME:?}/x"           | 5:10: unknown reference ${env.HOME:?}. Allowed: ${NAME}
            depends_on: [aaa]                | 5:18: service a depends on "aaa", which is no service. Allowed: a
            depends_on: [a]                  | 5:18: services depend on each other: a -> a
            ready: {}                        | 5:12: ready of service a asks nothing. Allowed: one of http, tcp, exec, log
            ready: { tcp: 1, log: x }        | 5:12: ready of service a asks for tcp and log. Allowed: one of http, tcp, exec, log
            ready: { tcp: 1, status: 200 }   | 5:30: status without http in ready of service a. Allowed: status beside http
            timeout: 11s                     | 5:14: timeout of service a is 11 s, but a stop may take 12 s (stop.timeout 10 s + 2 s until killed). Allowed: 12 s or more, or shorter parts
            start_timeout: 100ms             | 5:20: start_timeout of service a is 100 ms, but a start may take 200 ms (settle 200 ms). Allowed: 200 ms or more
            stop_timeout: 30                 | 5:19: stop_timeout of service a is 30. Allowed: a duration
            ready: { tcp: 1, every: 10s, timeout: 8s } | 5:29: every of ready of service a is 10 s, but all is over after its timeout of 8 s. Allowed: less than 8 s, or a longer timeout
            ready: { tcp: 1, every: 15s }    | 5:29: every of ready of service a is 15 s, but all is over after its timeout of 15 s. Allowed: less than 15 s
            ready: { tcp: 1, initial_delay: 6s, timeout: 4s } | 5:37: initial_delay of ready of service a is 6 s, but all is over after its timeout of 4 s. Allowed: less than 4 s
            ready: { log: "((" }             | 5:19: log of ready of service a is "((". Allowed: a regular expression; this one has: Unclosed group
            ready: { http: "a b" }           | 5:20: http of ready of service a is "a b". Allowed: a URL such as http://127.0.0.1:8000/health
            ready: { http: "file:///x" }     | 5:20: http of ready of service a is "file:///x". Allowed: a URL such as
            ready: { exec: {} }              | 5:20: exec of ready of service a is a map. Allowed: a list of a program and its arguments
            ready: { exec: " " }             | 5:20: exec of ready of service a is " ". Allowed: a line for a shell, or a list of a program and its arguments
            ready: { tcp: "db:0" }           | 5:19: tcp of ready of service a is "db:0". Allowed: a port, or a host and its port such as db.example:5432
            ready: { tcp: db }               | 5:19: tcp of ready of service a is "db". Allowed: a port, or a host and its port such as db.example:5432
            ready: { http: "http://h", status: [200, 20x] } | 5:46: status of ready of service a is "20x". Allowed: a status from 100 to 599, 3xx, 200-299, or a list of them
            ready: { http: "http://h", status: 299-200 } | 5:40: status of ready of service a is "299-200". Allowed: a status from 100 to 599
            ready: { http: "http://h", method: POST } | 5:40: method of ready of service a is "POST". Allowed: GET, HEAD
            ready: { http: "http://h", method: HEAD, body: ok } | 5:52: ready of service a asks by HEAD, and wants a body. Allowed: one of them
            ready: { http: "http://h", headers: { "X Y": a } } | 5:43: the name of a header of ready of service a is "X Y". Allowed: letters, digits and -
            ready: { http: "http://h", headers: { X: "a\\nb" } } | 5:46: header X of ready of service a has no value that can be sent. Allowed: one line of plain text
            ready: { http: "http://h", headers: { Connection: x } } | 5:43: header Connection of ready of service a is the probe's own. Allowed: other headers
            ready: { http: "http://h", ca: x.pem } | 5:36: ca of ready of service a is for https. Allowed: it beside https://…
            ready: { http: "https://h", insecure: true } | 5:43: insecure of ready of service a is true, but h may be another machine. Allowed: localhost or a loopback address with it, or ca: a file with the certificate
            ready: { tcp: 1, method: GET }   | 5:30: method without http in ready of service a. Allowed: method beside http
            ready: { tcp: 1, timeout: 400ms } | 5:31: timeout of ready of service a is 400 ms, in which it is asked only once, as it begins: it is asked every 500 ms. Allowed: more than 500 ms, or a shorter every
            ready: { tcp: 1, success: 5, every: 4s } | 5:31: success of ready of service a is 5, and the last of so many tries is after 16 s, but all is over after its timeout of 15 s. Allowed: fewer, a shorter every, or a longer timeout
            ready: { tcp: 1, try_timeout: 16s } | 5:35: try_timeout of ready of service a is 16 s, but all is over after its timeout of 15 s. Allowed: at most 15 s
            ready: { tcp: 1, success: 0 }    | 5:31: success of ready of service a is 0. Allowed: a whole number from 1 to 1000
            alive: { tcp: 1, try_timeout: 1s } | 5:35: alive of service a has a try_timeout. Allowed: timeout, which is that of one try
            alive: { log: x, tcp: 1 }        | 5:14: unknown key "log" in alive of service a. Allowed: http, tcp, exec, status
            stop: { signal: TERM }           | 5:21: signal of stop of service a is "TERM"; did you mean "SIGTERM"? Allowed: SIGHUP, SIGINT
            stop: 10s                        | 5:11: stop of service a is "10s". Allowed: a map of signal, command, timeout, to
            stop: { to: groups }             | 5:17: to of stop of service a is "groups"; did you mean "group"? Allowed: leader, group, all
            restart: { on: fail }            | 5:20: on of restart of service a is "fail"; did you mean "failure"? Allowed: never, failure, always
            restart: { backoff: 60s..1s }    | 5:25: backoff of restart of service a is "60s..1s". Allowed: from the shortest to the longest, such as 1s..60s
            restart: { give_up_after: 5 }    | 5:31: give_up_after of restart of service a is 5. Allowed: a number of ends in a time, such as 5 in 1m, or never
            restart: { min_uptime: 0s }      | 5:28: min_uptime of restart of service a is "0s". Allowed: a duration
            restart: { ok_codes: 2 }         | 5:26: ok_codes of restart of service a is 2. Allowed: a list of exit codes that are good ends, beside 0
            restart: { ok_codes: [0, 256] }  | 5:30: an exit code in ok_codes of restart of service a is 256. Allowed: a whole number from 0 to 255
            settle: 5                        | 5:13: settle of service a is 5. Allowed: a duration such as 500ms, 30s, 5m, 1h, 7d, at most 365d, or 0s
            log: { max_size: 50mb }          | 5:22: max_size of log of service a is "50mb". Allowed: a size such as 500KB, 50MB, 1GB, 64MiB
            log: { keep: 1.5 }               | 5:18: keep of log of service a is 1.5. Allowed: a whole number from 0 to 1000
            timeout: 366d                    | 5:14: timeout of service a is "366d". Allowed: a duration such as 500ms, 30s, 5m, 1h, 7d, at most 365d
            one_shot: on                     | 5:15: one_shot of service a is "on". Allowed: true or false
            schedule: "* * * * *"            | 5:15: service a has a schedule, but is no one_shot. Allowed: schedule beside one_shot: true
            forking: x.pid                   | 5:14: forking of service a is "x.pid". Allowed: true, false, or { pid_file: … }
            forking: {}                      | 5:14: pid_file of forking of service a is missing. Allowed: the file in which the program writes its pid, relative to the service's cwd; forking: true for
            pid_file: ""                     | 5:15: pid_file of service a is "". Allowed: the file
            stop: { signal: SIGINT, command: [y] } | 5:38: stop of service a has both signal and command. Allowed: one of them
            stop: { command: y }             | 5:22: command of stop of service a is "y". Allowed: a list of a program and its arguments
            pre_start: y                     | 5:16: pre_start of service a is "y". Allowed: a list of a program and its arguments, or a map of command and timeout
            pre_start: { timeout: 1s }       | 5:16: command of pre_start of service a is missing. Allowed: a list of a program
            post_stop: [y, [z]]              | 5:20: a word of post_stop of service a is a list. Allowed: text
            post_stop: { command: [y], timeout: 1 } | 5:41: timeout of post_stop of service a is 1. Allowed: a duration
            user: "a b"                      | 5:11: user of service a is "a b". Allowed: a user by name or number, and a group if it is another: www-data:adm
            umask: 22                        | 5:12: umask of service a is 22. Allowed: three octal digits, as 027
            nice: 20                         | 5:11: nice of service a is 20. Allowed: a whole number from -20 to 19
            limits: { memory: 1TB }          | 5:23: memory of limits of service a is "1TB". Allowed: a size such as
            limits: { files: 100 }           | 5:15: unknown key "files" in limits of service a; did you mean "open_files"? Allowed: memory, open_files
            limits: { open_files: 1 }        | 5:27: open_files of limits of service a is 1. Allowed: a whole number from 16 to 1048576
            log: { max_age: 0d }             | 5:21: max_age of log of service a is "0d". Allowed: a duration
            env_file: { required: true }     | 5:15: path of env_file of service a is missing. Allowed: a file
            """)
    void oneMistakeInAService_isToldWithItsPlace(String fields, String expected) throws IOException {
        assertThat(mistakesInService(fields))
                .singleElement()
                .asString()
                .startsWith(expected.replace("FOLDER", folder.toString())
                        .replace("HOME/", System.getProperty("user.home") + "/"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            settle: 1s              | 6:13: service a has both one_shot and settle. Allowed: one of them; a one_shot may end at once
            ready: { tcp: 1 }       | 6:12: service a has both one_shot and ready. Allowed: one of them; a one_shot is ready when it has ended with 0
            alive: { tcp: 1 }       | 6:12: service a has both one_shot and alive. Allowed: one of them
            schedule: "@dayly"      | 6:15: schedule of service a is "@dayly". Allowed: a cron expression such as */5 * * * *; this one has: a schedule has five fields
            schedule: { zone: UTC } | 6:15: cron of schedule of service a is missing. Allowed: a cron expression
            schedule: { cron: "@daily", zone: Europe/Berln } | 6:39: zone of schedule of service a is "Europe/Berln". Allowed: a time zone such as Europe/Berlin or UTC
            schedule: { cron: "@daily", missed: run } | 6:41: missed of schedule of service a is "run"; did you mean "run_once"? Allowed: skip, run_once
            schedule: { cron: "@daily", overlap: q } | 6:42: overlap of schedule of service a is "q". Allowed: skip, queue
            schedule: { cron: "61 * * * *" } | 6:23: cron of schedule of service a is "61 * * * *". Allowed: a cron expression such as */5 * * * *; this one has: Value 61
            forking: true           | 6:14: service a has both one_shot and forking. Allowed: one of them; a one_shot is done when its command has ended
            pid_file: x             | 6:15: service a has both one_shot and pid_file. Allowed: one of them
            restart: { on: always } | 6:14: service a is a one_shot that is always restarted. Allowed: on: never or failure; schedule
            """)
    void whatAJobCannotHave_isAMistake(String field, String expected) throws IOException {
        assertThat(mistakesInService("one_shot: true\n" + field))
                .singleElement()
                .asString()
                .startsWith(expected);
    }

    @Test
    void endOfAServiceThatHasNone_isNothingToWaitFor() throws IOException {
        var found = mistakes("""
                name: w
                services:
                  a: { command: [x] }
                  job: { command: [x], one_shot: true }
                  b: { command: [x], depends_on: { a: { condition: stopped }, job: { condition: stopped } } }
                """);

        assertThat(found)
                .containsExactly("5:36: service b waits until a has stopped, which is no one_shot. Allowed: condition "
                        + "ready or started, or one_shot: true for a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            command: []               | 4:14: command of service a is a list. Allowed: a list of a program and its arguments
            command: java -jar x      | 4:14: command of service a is "java -jar x". Allowed: a list of a program and its arguments; shell: for a line
            command: [x, ~]           | 4:18: a word of command of service a is empty. Allowed: text, or "" for an empty word
            command: [" "]            | 4:14: the program in command of service a is blank
            command: ["${A:?}"]       | 4:15: unknown reference ${A:?}. Allowed: ${NAME}, ${NAME:-default}, ${env:NAME}
            shell: "${env:A} ${B}"    | 4:12: unknown reference ${env:A}. Allowed: ${signalbox.java}; $NAME for a variable
            shell: 5                  | 4:12: shell of service a is 5. Allowed: text
            group: x                  | 4:5: service a has no command. Allowed: command: [program, argument, …], or shell
            """)
    void oneMistakeInACommand_isToldWithItsPlace(String field, String expected) throws IOException {
        assertThat(mistakes("name: w\nservices:\n  a:\n    " + field))
                .singleElement()
                .asString()
                .startsWith(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `nam: w`                              | 1:1: unknown key "nam" in the workspace; did you mean "name"? Allowed: name, on_exit, log, journal, env, env_file, secrets, defaults, services
            `name: a//b`                          | 1:7: name of the workspace is "a//b". Allowed: 1 to 64 characters that can be seen
            `name: ..`                            | 1:7: name of the workspace is "..". Allowed: 1 to 64 characters that can be seen
            `on_exit: leav`                       | 1:10: on_exit of the workspace is "leav"; did you mean "leave"? Allowed: leave, stop
            `defaults: { timeout: 1w }`           | 1:22: timeout of defaults of the workspace is "1w". Allowed: a duration
            `log: { max_total: 2TB }`             | 1:19: max_total of log of the workspace is "2TB". Allowed: a size such as
            `log: { max_size: 2GB }`              | 1:8: unknown key "max_size" in log of the workspace. Allowed: max_total
            `journal: { max_age: 2w }`            | 1:21: max_age of journal of the workspace is "2w". Allowed: a duration such as
            `journal: { max_size: 0MB }`          | 1:22: max_size of journal of the workspace is "0MB". Allowed: a size such as
            `journal: { keep: 5 }`                | 1:12: unknown key "keep" in journal of the workspace. Allowed: max_age, max_size
            `services: { ../x: { command: [x] } }`| 1:13: a service's id is "../x". Allowed: 1 to 64 characters
            `services: { "a,b": { command: [x] }}`| 1:13: a service's id is "a,b". Allowed: 1 to 64 characters
            `services: { "a\\u202eb": { command: [x] } }`| 1:13: a service's id is "a\\u202eb". Allowed: 1 to 64 characters
            `services: { 数据数据数据数据数据数据数据数据数据数据数: { command: [x] } }`| 1:13: a service's id is "数据数据数据数据数据数据数据数据数据数据数". Allowed: 1 to 64 characters that can be seen, with blanks between them only; no comma, no - at the beginning, and around a / other parts than . and ..; at most 180 bytes where
            `services: {}`                        | 1:11: the workspace has no services. Allowed: services: with one service or more
            `services: [x]`                       | 1:11: services of the workspace is a list. Allowed: a map of ids and services
            `services: { a: 5 }`                  | 1:16: service a is 5. Allowed: a map of command, shell
            """)
    void oneMistakeInTheWorkspace_isToldWithItsPlace(String line, String expected) throws IOException {
        var rest = line.startsWith("services") ? "\nname: w" : "\nservices: { a: { command: [x] } }";

        assertThat(mistakes(line + rest)).singleElement().asString().startsWith(expected);
    }

    @Test
    void allMistakes_areToldAtOnce_inTheOrderOfTheFile() throws IOException {
        var found = mistakes("""
                name: w
                services:
                  a:
                    comand: [x]
                    port: x
                  b:
                    command: [x]
                    timeout: 30x
                    timeout: 30s
                  a:
                    command: [y]
                """);

        assertThat(found)
                .satisfiesExactly(
                        each -> assertThat(each).startsWith("4:5: unknown key \"comand\" in service a; did you mean"),
                        each -> assertThat(each).startsWith("4:5: service a has no command"),
                        each -> assertThat(each).startsWith("5:11: port of service a is \"x\""),
                        each -> assertThat(each).startsWith("8:14: timeout of service b is \"30x\""),
                        each -> assertThat(each)
                                .isEqualTo("9:5: \"timeout\" is here a second time; it is first in line 8"),
                        each -> assertThat(each).isEqualTo("10:3: \"a\" is here a second time; it is first in line 3"));
    }

    @Test
    void circle_isNamedOnce_withItsPath() throws IOException {
        var found = mistakes("""
                name: w
                services:
                  top: { command: [x], depends_on: [a] }
                  a: { command: [x], depends_on: [b, leaf] }
                  b: { command: [x], depends_on: { c: {} } }
                  c: { command: [x], depends_on: [leaf, a] }
                  leaf: { command: [x] }
                """);

        assertThat(found).containsExactly("6:41: services depend on each other: a -> b -> c -> a");
    }

    @Test
    void portOfTwoServices_namesTheFirst() throws IOException {
        var found = mistakes("""
                name: w
                services:
                  a: { command: [x], port: 80 }
                  b: { command: [x], ports: [79, 80] }
                """);

        assertThat(found)
                .containsExactly(
                        "4:34: a port of service b is 80, which service a declares in line 3. Allowed: each port once");
    }

    @Test
    void nameOfTheFolder_thatCannotBeAName_isAMistake() throws IOException {
        var odd = Files.createDirectory(folder.resolve("a,b"));
        var file = Files.writeString(odd.resolve("s.yaml"), "services: { a: { command: [x] } }");

        var thrown = catchThrowableOfType(InvalidWorkspaceException.class, () -> WorkspaceFile.load(file, Map.of()));

        assertThat(thrown)
                .hasMessageStartingWith(
                        file + ": the workspace has no name, and that of its folder, \"a,b\", cannot be one");
    }

    @Test
    void longChainOfDependencies_isFollowed() throws Exception {
        var count = 30_000;
        var services = IntStream.range(0, count)
                .mapToObj(i -> "  s" + i + ": { command: [x], depends_on: [s" + (i + 1) % count + "] }")
                .collect(Collectors.joining("\n"));

        assertThat(mistakes("name: w\nservices:\n" + services))
                .singleElement()
                .asString()
                .startsWith("30002:40: services depend on each other: s0 -> s1 -> s2")
                .endsWith("…");
    }

    @Test
    void tooManyMistakes_areCutOff() throws IOException {
        var keys = IntStream.range(0, 100_000).mapToObj(i -> "k" + i + ": 1").collect(Collectors.joining("\n"));

        assertThat(mistakes(keys)).hasSize(101).last().isEqualTo("0:0: further mistakes are not shown");
    }
}
