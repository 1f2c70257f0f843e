package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.service.Port;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.Secrecy;
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
import org.junit.jupiter.params.provider.ValueSource;

/// Variables of a workspace and its services, and what refers to them.
class VariablesTest {
    @TempDir
    private Path folder;

    private Map<String, String> environment = Map.of("HOME", "/home/me", "PATH", "/bin", "ENGINE", "outside");

    private Workspace load(String text) throws IOException, InvalidWorkspaceException {
        return WorkspaceFile.load(write("signalbox.yaml", "name: w\n" + text), environment);
    }

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, text);
    }

    private ServiceDefinition service(String top, String fields) throws IOException, InvalidWorkspaceException {
        return load(top + "services:\n  a:\n" + ("command: [x]\n" + fields).indent(4))
                .services()
                .getFirst();
    }

    private static Map<String, String> values(ServiceDefinition service) {
        return service.env().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().value()));
    }

    private List<String> told(List<?> problems) {
        return problems.stream()
                .map(each -> each.toString().replace(folder + "/", ""))
                .toList();
    }

    // --- the order ---

    @Test
    void variableOfEachPlace_winsOverTheOnesBefore() throws Exception {
        write("w1.env", "A=w1\nB=w1\nC=w1\nD=w1\nE=w1\nENGINE=w1");
        write("w2.env", "B=w2\nC=w2\nD=w2\nE=w2");
        write("s.env", "D=s\nE=s");

        var service =
                service("env: { C: w, D: w, E: w }\nenv_file: [w1.env, w2.env]\n", "env: { E: e }\nenv_file: s.env");

        assertThat(values(service))
                .isEqualTo(Map.of("A", "w1", "B", "w2", "C", "w", "D", "s", "E", "e", "ENGINE", "w1"));
        assertThat(service.trouble()).isEqualTo(ServiceDefinition.Trouble.NONE);
    }

    @Test
    void reference_isLookedUpWhereItStandsAndBelow_andItsOwnNameBelow() throws Exception {
        write("w.env", "BASE=file\nURL=http://${BASE}/x\nLATER=${LAST}\nLAST=here\nPATH=/w:${PATH}");

        var service = service(
                "env: { PATH: \"/top:${PATH}\", WHO: \"${BASE} of ${ENGINE}\" }\nenv_file: w.env\n",
                "env: { PATH: \"/s:${PATH}\", BASE: own, SEEN: \"${URL} ${BASE}\" }");

        assertThat(values(service))
                .containsEntry("URL", "http://file/x")
                .containsEntry("LATER", "here")
                .containsEntry("WHO", "file of outside")
                .containsEntry("PATH", "/s:/top:/w:/bin")
                .containsEntry("SEEN", "http://file/x own");
    }

    @Test
    void variablesOfTheWorkspace_areThoseOfEveryService() throws Exception {
        var workspace = load("env: { LEVEL: info }\nservices: { a: { command: [x] }, b: { shell: x } }");

        assertThat(workspace.services())
                .allSatisfy(each -> assertThat(each.env()).containsEntry("LEVEL", new EnvValue("info", false)));
    }

    @Test
    void optionalFileThatIsMissing_isNoTrouble_andNewsWhenItComes() throws Exception {
        var workspace = load("env_file: { path: .env, required: false }\nservices: { a: { command: [x] } }");

        assertThat(workspace.troubles()).isEmpty();
        write(".env", "A=1");
        assertThat(workspace.fingerprint().now()).isNotEqualTo(workspace.fingerprint());
    }

    @Test
    void optionalFileThatIsWrong_isTroubleAllTheSame() throws Exception {
        write(".env", "what is this");

        assertThat(service("", "env_file: [{ path: .env, required: false }]")
                        .trouble()
                        .text())
                .contains("a line without =");
    }

    @Test
    void missingFileOfTheWorkspace_isTheTroubleOfEveryService_toldOnce() throws Exception {
        var workspace = load("env_file: .env\nservices: { a: { command: [x] }, b: { command: [x] } }");

        assertThat(workspace.blocked()).isEqualTo(2);
        assertThat(told(workspace.troubles()))
                .containsExactly("signalbox.yaml:2:11: env_file of the workspace: .env does not exist");
        assertThat(workspace.services())
                .extracting(each -> each.trouble().text())
                .containsOnly("the workspace's env_file " + folder.resolve(".env") + " does not exist");
    }

    @Test
    void fileOfTheWorkspaceThatChanges_changesItsServices_andRestartsThem() throws Exception {
        write(".env", "LEVEL=info");
        var text = "env_file: { path: .env, secret: false }\nenv: { A: \"${LEVEL}\" }\n"
                + "services: { a: { command: [x, \"${LEVEL}\"] } }";
        var before = load(text);
        write(".env", "LEVEL=debug");
        var after = load(text);

        assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
        assertThat(WorkspaceChanges.between(before, after).describe())
                .isEqualTo("a: command: x info → x debug\na: env.A: info → debug\na: env.LEVEL: info → debug");
    }

    // --- references ---

    @Test
    void referencesEverywhere_areFollowed() throws Exception {
        Files.createDirectories(folder.resolve("deploy/current"));
        write("conf/dev.env", "FROM=dev");
        var service = service("env: { PORT: 8000, DIR: deploy, STAGE: dev, UP: up }\n", """
                cwd: "${DIR}/current"
                port: "${PORT}"
                env_file: "conf/${STAGE}.env"
                pre_start: [test, "${PORT}"]
                post_stop: { command: [echo, "${UP}"] }
                stop: { command: [kill, "${env:HOME}"] }
                ready: { http: "http://localhost:${PORT}/${UP:-x}", body: "port ${PORT}" }
                alive: { tcp: "${PORT}" }
                """);

        assertThat(service.trouble()).isEqualTo(ServiceDefinition.Trouble.NONE);
        assertThat(service.cwd()).isEqualTo(folder.resolve("deploy/current"));
        assertThat(service.ports()).containsExactly(Port.of(8000));
        assertThat(values(service)).containsEntry("FROM", "dev");
        assertThat(service.hooks().preStart()).extracting(Hook::command).isEqualTo(List.of("test", "8000"));
        assertThat(service.hooks().postStop()).extracting(Hook::command).isEqualTo(List.of("echo", "up"));
        assertThat(service.stop().command()).containsExactly("kill", "/home/me");
        assertThat(String.valueOf(service.ready())).contains("http://localhost:8000/up", "port 8000");
        assertThat(service.alive()).extracting(each -> each.check().text()).isEqualTo("port 8000");
    }

    @Test
    void listOfPorts_execProbe_andLogProbe_areFollowed() throws Exception {
        var workspace = load("""
                env: { PORT: 8000, HOST: a.b }
                services:
                  a: { command: [x], ports: ["${PORT}", 8001], ready: { exec: [nc, -z, "${PORT}"] } }
                  b: { command: [x], ready: { log: "on ${HOST}:${PORT}$" } }
                """);

        var probes = workspace.services().stream()
                .map(each -> String.valueOf(each.ready()))
                .toList();
        assertThat(workspace.services().getFirst().ports()).containsExactly(Port.of(8000), Port.of(8001));
        assertThat(probes.getFirst()).contains("[nc, -z, 8000]");
        assertThat(probes.getLast()).contains("on a\\.b:8000$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ready: { log: \"${N}\" }",
                "ready: { http: \"http://h/\", body: \"${N}\" }",
                "ready: { http: \"https://h/\", ca: \"${N}\" }",
                "ready: { exec: [x, \"${N}\"] }",
                "ready: { tcp: \"${N}\", failures: \"${N}\" }",
                "ready: { http: \"http://h/\", headers: { A: \"${N}\" } }",
                "pid_file: \"${N}\"",
                "forking: { pid_file: \"${N}\" }",
                "stop: { command: [\"${N}\"] }",
            })
    void number_mayStandWhereverAReferenceMay(String field) throws Exception {
        assertThat(service("env: { N: 200 }\n", field).trouble()).isEqualTo(ServiceDefinition.Trouble.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${WHO}                 | me
            ${NOT:-d e}            | d e
            ${EMPTY:-d}            | d
            ${EMPTY}x              | x
            ${NOT:-${WHO}}         | me
            ${NOT:-a ${NOT:-b} c}  | a b c
            ${env:ENGINE}          | outside
            ${ENGINE}              | outside
            ${env:WHO:-none}       | none
            $${WHO} $$${WHO}       | `${WHO} $${WHO}`
            $WHO $(WHO) ${WHO      | `$WHO $(WHO) ${WHO`
            $${WHO:-${WHO}}        | `${WHO:-me}`
            """)
    void wordAndVariable_haveTheirReferencesFollowed(String written, String expected) throws Exception {
        var service = service(
                "env: { WHO: me, EMPTY: \"\" }\n",
                "pre_start: [echo, \"%s\"]\nenv: { A: \"%s\" }".formatted(written, written));

        assertThat(service.hooks().preStart()).extracting(Hook::command).isEqualTo(List.of("echo", expected));
        assertThat(values(service)).containsEntry("A", expected);
    }

    @Test
    void lineForAShell_isLeftToIt() throws Exception {
        var workspace = load("env: { WHO: me }\nservices: { a: { shell: \"echo ${WHO} $WHO $$ ${WHO:-x}\" } }");

        assertThat(workspace.services().getFirst().command())
                .isEqualTo(new Command.Shell("echo ${WHO} $WHO $$ ${WHO:-x}"));
        assertThat(workspace.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pre_start: [echo, "${NOT}"]          | 5:23
            cwd: "/${NOT}"                       | 5:10
            port: "${NOT}"                       | 5:11
            ports: ["${NOT}"]                    | 5:13
            ready: { http: "http://h:${NOT}/" }  | 5:20
            ready: { tcp: "${NOT}" }             | 5:19
            ready: { log: "${NOT}" }             | 5:19
            alive: { exec: ["${NOT}"] }          | 5:21
            stop: { command: ["${NOT}"] }        | 5:23
            env: { A: "${NOT}" }                 | 5:15
            env_file: "${NOT}.env"               | 5:15
            """)
    void variableThatIsNotSet_isOneServicesTrouble_withItsPlaceAndTheCure(String field, String place) throws Exception {
        var workspace = load("services:\n  a:\n    command: [x]\n    " + field + "\n  b: { command: [x] }");

        assertThat(told(workspace.troubles()))
                .containsExactly("signalbox.yaml:" + place + ": variable NOT is not set. Allowed: one that is set,"
                        + " ${NOT:-default}, or $${ for a plain ${");
        assertThat(workspace.services())
                .extracting(each -> each.trouble().text())
                .containsExactly(
                        "not set: NOT (signalbox.yaml:" + place
                                + "); set it, or write ${NAME:-default}, or $${ for a plain ${",
                        "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            port: "${WHAT}"                       | 4:11: port of service a is "no \\u001b thing". Allowed: a whole number
            port: "${BIG}"                        | 4:11: port of service a is 70000. Allowed: a whole number from 1 to 65535
            port: "${TAKEN}"                      | 4:11: port of service a is 8000, which service b declares in line
            ready: { http: "${WHAT}" }            | 4:20: http of ready of service a is "no \\u001b thing". Allowed: a URL
            ready: { tcp: "${BIG}" }              | 4:19: tcp of ready of service a is 70000
            pre_start: ["${BLANK}"]               | 4:16: the program in pre_start of service a is blank
            cwd: "${BLANK}"                       | 4:10: cwd of service a is ""
            """)
    void valueThatCannotBeThere_isOneServicesTrouble_andNoMistakeOfTheWorkspace(String field, String expected)
            throws Exception {
        environment = Map.of("WHAT", "no \u001b thing", "BIG", "70000", "TAKEN", "8000", "BLANK", "");

        var workspace = load("services:\n  b: { command: [x], port: 8000 }\n  a: { " + "command: [x] }");
        assertThat(workspace.troubles()).isEmpty();
        var other = load("services:\n  a:\n    " + field + "\n    command: [x]\n");
        var both = load("services:\n  b: { command: [x], port: 8000 }\n  a:\n    " + field + "\n    command: [x]\n");

        assertThat(told(both.troubles())).singleElement().asString().startsWith("signalbox.yaml:" + lower(expected));
        assertThat(both.blocked()).isEqualTo(1);
        assertThat(other.services().getFirst().trouble().blocks()).isEqualTo(!field.contains("TAKEN"));
    }

    private static String lower(String place) {
        return "5" + place.substring(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A: \"${B}\", B: \"${A}\"",
                "A: \"${B}\", B: \"${C}\", C: \"x${A}\"",
                "A: \"${B:-${C}}\", B: \"\", C: \"${A}\""
            })
    void variablesThatReferToEachOtherInACircle_areAMistake(String env) throws Exception {
        var thrown = catchThrowableOfType(
                InvalidWorkspaceException.class, () -> load("env: { " + env + " }\nservices: { a: { command: [x] } }"));

        assertThat(told(thrown.problems())).singleElement().asString().endsWith(" refers to itself by others");
    }

    @Test
    void circleInAFile_isItsServicesTrouble() throws Exception {
        write(".env", "A=${B}\nB=${A}");

        var workspace = load("services: { a: { command: [x], env_file: .env }, b: { command: [x] } }");

        assertThat(workspace.blocked()).isEqualTo(1);
        assertThat(told(workspace.troubles())).singleElement().asString().contains(".env:", "refers to itself");
    }

    @Test
    void valueThatGrowsWithoutEnd_isToldInsteadOfHeld() throws Exception {
        write(
                ".env",
                "A0=0123456789\n"
                        + IntStream.range(0, 60)
                                .mapToObj(i -> "A" + (i + 1) + "=${A" + i + "}${A" + i + "}\n")
                                .collect(Collectors.joining()));

        assertThat(service("", "env_file: .env").trouble().text()).contains("too long (.env:");
    }

    @Test
    void rowOfReferencesWithoutEnd_isToldInsteadOfOverflowing() throws Exception {
        write(
                ".env",
                IntStream.range(0, 20_000)
                        .mapToObj(i -> "A" + i + "=${A" + (i + 1) + "}\n")
                        .collect(Collectors.joining()));

        assertThat(service("", "env_file: .env").trouble().text()).contains("variables refer to each other in a row");
    }

    // --- secrets ---

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command: [x, \"--password=${DB_PASSWORD}\"]",
                "command: [x, \"${env:API_TOKEN}\"]",
                "command: [x, \"${API_TOKEN:-none}\"]",
                "command: [x, \"${ALIAS}\"]",
                "command: [x, \"${OTHER_ALIAS}\"]",
                "command: [x, \"${SAID}\"]",
                "command: [x, \"${HERE}\"]\nsecrets: [HERE]",
                "command: [x, \"${FROM_FILE}\"]",
                "command: [x, \"${NOT:-${DB_PASSWORD}}\"]",
                "command: [x, \"${DATABASE_URL}\"]",
                "shell: x\npre_start: [x, \"${DB_PASSWORD}\"]",
                "shell: x\npost_stop: { command: [\"${DB_PASSWORD}\"] }",
                "shell: x\nstop: { command: [x, \"${DB_PASSWORD}\"] }",
                "shell: x\nready: { exec: [x, \"${DB_PASSWORD}\"] }",
                "shell: x\nenv_file: \"${DB_PASSWORD}.env\"",
            })
    void secretInWords_isRefused_andShownNowhere(String fields) throws Exception {
        environment = Map.of("API_TOKEN", "hunter2", "DATABASE_URL", "postgres://me:hunter2@db/shop");
        write(".env", "FROM_FILE=hunter2\n");
        var workspace = load("env_file: .env\nsecrets: [SAID]\nenv:\n"
                + "  DB_PASSWORD: hunter2\n  ALIAS: \"${DB_PASSWORD}\"\n  OTHER_ALIAS: \"a${ALIAS}b\"\n"
                + "  SAID: hunter2\n  HERE: hunter2\n"
                + "services:\n  a:\n" + fields.indent(4));

        var trouble = workspace.services().getFirst().trouble();
        assertThat(trouble.blocks()).isTrue();
        assertThat(trouble.text()).contains("secret").doesNotContain("hunter2");
        assertThat(workspace.troubles())
                .singleElement()
                .asString()
                .contains("${")
                .doesNotContain("hunter2");
        assertThat(workspace.services().getFirst().command().text()).doesNotContain("hunter2");
    }

    @Test
    void valuesOfAFileWithoutSecrets_mayStandInWords_butForItsPasswords() throws Exception {
        write(".env", "PORT=8000\nDB_PASSWORD=hunter2");
        var top = "env_file: { path: .env, secret: false }\n";

        assertThat(service(top, "pre_start: [x, \"${PORT}\"]").trouble()).isEqualTo(ServiceDefinition.Trouble.NONE);
        assertThat(service(top, "pre_start: [x, \"${PORT}\"]").env())
                .isEqualTo(Map.of(
                        "PORT", new EnvValue("8000", Secrecy.OPEN),
                        "DB_PASSWORD", new EnvValue("hunter2", Secrecy.SECRET)));
        assertThat(service(top, "pre_start: [x, \"${DB_PASSWORD}\"]").trouble().blocks())
                .isTrue();
    }

    @Test
    void secretInFolderAndProbes_isShownAsItIsWritten_andUsedAsItIs() throws Exception {
        Files.createDirectories(folder.resolve("shop-hunter2"));
        write(".env", "APP=shop-hunter2\nPORT=8000");

        var service = service(
                "env_file: .env\n",
                "cwd: \"${APP}\"\nready: { http: \"http://localhost:${PORT}/${APP}\" }\nalive: { tcp: \"${PORT}\" }");

        assertThat(service.trouble()).isEqualTo(ServiceDefinition.Trouble.NONE);
        assertThat(service.cwd()).isEqualTo(folder.resolve("shop-hunter2"));
        assertThat(service.shownCwd()).isEqualTo(folder + "/${APP}");
        assertThat(service.ready())
                .extracting(each -> ((Check.Http) each.check()).uri().toString())
                .isEqualTo("http://localhost:8000/shop-hunter2");
        assertThat(service.shownReady())
                .extracting(each -> each.check().text())
                .isEqualTo("http 200 on http://localhost:${PORT}/${APP}");
    }

    @Test
    void secretInThePathsOfFiles_isShownAsItIsWritten_andUsedAsItIs() throws Exception {
        Files.createDirectories(folder.resolve("shop-hunter2"));
        write(".env", "APP=shop-hunter2");

        var service = service(
                "env_file: .env\n",
                "cwd: \"${APP}\"\npid_file: run/x.pid\n"
                        + "ready: { http: \"https://localhost/\", ca: \"${APP}/ca.pem\" }");

        assertThat(service.mainProcess().pidFile()).isEqualTo(folder.resolve("shop-hunter2/run/x.pid"));
        assertThat(service.shownPidFile()).isEqualTo(folder + "/${APP}/run/x.pid");
        assertThat(String.valueOf(service.ready())).contains("shop-hunter2/ca.pem");
        assertThat(String.valueOf(service.shownReady()))
                .contains("${APP}/ca.pem")
                .doesNotContain("hunter2");
    }

    @Test
    void secretInThePidFilesPath_isNotShownWhereItIsAChange() throws Exception {
        write(".env", "APP=hunter2");
        var text = "env_file: .env\nservices: { a: { command: [x], pid_file: \"/run/${APP}/%s.pid\" } }";
        var before = load(text.formatted("a"));

        assertThat(WorkspaceChanges.between(before, load(text.formatted("b"))).describe())
                .isEqualTo("a: pid_file: /run/${APP}/a.pid → /run/${APP}/b.pid");
    }

    @Test
    void plainBraceInThePidFilesPath_staysOne() throws Exception {
        assertThat(service("", "pid_file: \"/run/$${A}.pid\"").mainProcess().pidFile())
                .isEqualTo(Path.of("/run/${A}.pid"));
    }

    @Test
    void secretFolderThatIsMissing_isToldAsItIsWritten() throws Exception {
        write(".env", "APP=hunter2");

        var workspace = load("env_file: .env\nservices: { a: { command: [x], cwd: \"${APP}\" } }");

        assertThat(workspace.services().getFirst().trouble().text()).isEqualTo("its cwd ${APP} does not exist");
        assertThat(told(workspace.troubles())).singleElement().asString().doesNotContain("hunter2");
    }

    @Test
    void secretThatChangesInAProbe_isAChange_andNotShown() throws Exception {
        write(".env", "APP=hunter2");
        var text = "env_file: .env\nservices: { a: { command: [x], ready: { http: \"http://h/${APP}\" } } }";
        var before = load(text);
        write(".env", "APP=hunter3");

        assertThat(WorkspaceChanges.between(before, load(text)).describe())
                .contains("a: ready: http http://h/${APP}", "a: env.APP")
                .doesNotContain("hunter");
    }

    @Test
    void listOfSecrets_hasNamesOnly() {
        var thrown = catchThrowableOfType(
                InvalidWorkspaceException.class,
                () -> load("secrets: [\"a b\", A]\nservices: { a: { command: [x], secrets: A } }"));

        assertThat(told(thrown.problems()))
                .satisfiesExactly(
                        each -> assertThat(each)
                                .startsWith("signalbox.yaml:2:11: the name of a variable in secrets of"
                                        + " the workspace is \"a b\""),
                        each -> assertThat(each).startsWith("signalbox.yaml:3:41: secrets of service a is \"A\""));
    }

    // --- warnings ---

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pre_start: [echo, $HOME]           | 5:23: $HOME is no reference
            pre_start: [echo, "a $(date)"]     | 5:23: $( is no reference
            pre_start: [cat, ~/notes]          | 5:22: ~ stays as it is
            pre_start: [echo, "${HOME"]        | 5:23: ${ is no reference
            env: { A: $HOME/x }                | 5:15: $HOME in the value of A is no reference
            env: { A: ~/x }                    | 5:15: the ~ in the value of A stays
            env: { PASSWORD: a$bcd }           | 5:22: a $ in the value of PASSWORD is no reference
            env_file: literal.env              | literal.env:1:3: a $ in the value of A is no reference
            env_file: twice.env                | twice.env:2:1: A is here a second time, and this one counts; it is first in line 1
            """)
    void whatOnlyLooksLikeAReference_isWarnedOf(String field, String expected) throws Exception {
        write("literal.env", "A=a$bcd\nB='$HOME'\nC=\\$HOME\n");
        write("twice.env", "A=1\nA=2\n");

        var workspace = load("services:\n  a:\n    command: [x]\n    " + field);

        assertThat(told(workspace.warnings()))
                .singleElement()
                .asString()
                .startsWith(expected.contains(".env:") ? expected : "signalbox.yaml:" + expected);
        assertThat(workspace.troubles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pre_start: [sh, -c, \"echo $HOME $(date)\"]",
                "pre_start: [awk, \"{ print $NF }\"]",
                "pre_start: [/usr/bin/perl, -ne, \"$x\"]",
                "pre_start: [bash, -lc, \"echo $HOME\"]",
                "pre_start: [echo, \"5$\", \"a~b\", \"$$\", \"$1\"]",
                "env: { A: \"5$\", B: a~b }"
            })
    void whatAnInterpreterReads_isNotWarnedOf(String field) throws Exception {
        assertThat(load("services:\n  a:\n    command: [x]\n    " + field).warnings())
                .isEmpty();
    }
}
