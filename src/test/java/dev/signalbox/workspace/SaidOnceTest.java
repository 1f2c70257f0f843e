package dev.signalbox.workspace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings.Policy;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.ServiceDefinition.LogSettings;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.RestartPolicy.On;
import dev.signalbox.service.ServiceDefinition.Secrecy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What several services have in common stands once in a workspace file.
class SaidOnceTest {
    @TempDir
    private Path folder;

    private Workspace load(String text) throws IOException, InvalidWorkspaceException {
        return WorkspaceFile.load(Files.writeString(folder.resolve("signalbox.yaml"), text), Map.of());
    }

    private Map<String, ServiceDefinition> services(String text) throws IOException, InvalidWorkspaceException {
        return load("name: w\n" + text).services().stream()
                .collect(Collectors.toMap(ServiceDefinition::id, Function.identity()));
    }

    private ServiceDefinition service(String text) throws IOException, InvalidWorkspaceException {
        return requireNonNull(services(text).get("a"));
    }

    /// The mistakes of a text, each with its place.
    private List<String> mistakes(String text) throws IOException {
        var file = Files.writeString(folder.resolve("signalbox.yaml"), text);
        var thrown = catchThrowableOfType(InvalidWorkspaceException.class, () -> WorkspaceFile.load(file, Map.of()));
        assertThat(thrown).as(text).isNotNull();
        return thrown.problems().stream()
                .map(each -> each.line() + ":" + each.column() + ": " + each.message())
                .toList();
    }

    @Test
    void composeFilesMerge_takesWhatTheServiceDoesNotSayItself() throws Exception {
        var services = services("""
                x-base: &base
                  command: [x]
                  restart: { on: failure, backoff: 1s..5s }
                  env: { A: base, B: base }
                services:
                  a:
                    <<: *base
                    env: { A: own }
                  b: { shell: y, stop: { timeout: 20s } }
                """);

        var own = requireNonNull(services.get("a"));
        assertThat(own.command()).isEqualTo(new Command.Argv(List.of("x")));
        assertThat(own.restart().on()).isEqualTo(On.FAILURE);
        // As YAML has it: a map is replaced whole.
        assertThat(own.env()).containsOnly(Map.entry("A", new EnvValue("own", false)));
        assertThat(requireNonNull(services.get("b")).restart()).isEqualTo(RestartPolicy.DEFAULT);
    }

    @Test
    void ofSeveralMergedMaps_theEarlierOneWins_andMapsInTheServiceCanBeMergedToo() throws Exception {
        var service = service("""
                x-one: &one { command: [one], cwd: . }
                x-two: &two { command: [two], autostart: true }
                x-env: &env { A: a, B: b }
                services:
                  a:
                    <<: [*one, *two, { group: G }]
                    env:
                      B: own
                      <<: *env
                """);

        assertThat(service.command()).isEqualTo(new Command.Argv(List.of("one")));
        assertThat(service.autostart()).isTrue();
        assertThat(service.group()).isEqualTo("G");
        assertThat(service.env())
                .containsOnly(Map.entry("A", new EnvValue("a", false)), Map.entry("B", new EnvValue("own", false)));
    }

    @Test
    void mergedMap_canBeMergedItself_andServicesAsWell() throws Exception {
        var services = services("""
                x-base: &base { command: [x] }
                x-slow: &slow { <<: *base, stop: { timeout: 20s } }
                x-more: &more
                  b: { <<: *slow, autostart: true }
                services:
                  a: *slow
                  <<: *more
                """);

        assertThat(services).containsOnlyKeys("a", "b");
        assertThat(services.values()).extracting(each -> each.stop().timeout()).containsOnly(Duration.ofSeconds(20));
    }

    @Test
    void fileWithHundredsOfServices_mayMergeTheSameIntoEach() throws Exception {
        var services = IntStream.range(0, 300)
                .mapToObj(i -> "  s" + i + ": { <<: *base }\n")
                .collect(
                        Collectors.joining("", "x-base: &base { command: [x, y, z], env: { A: b } }\nservices:\n", ""));

        assertThat(services(services)).hasSize(300);
    }

    @Test
    void mistakeInWhatIsMerged_isToldOnce_whereItStands() throws Exception {
        assertThat(mistakes("""
                name: w
                x-base: &base
                  command: [x]
                  timeout: soon
                  comand: [y]
                services:
                  a: { <<: *base }
                  b: { <<: *base }
                """))
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("4:12: timeout of service a is \"soon\". Allowed: a dur"),
                        second -> assertThat(second).startsWith("5:3: unknown key \"comand\" in service a; did you"));
    }

    @Test
    void mergeOfWhatIsNoMap_isToldWithoutItsValue() throws Exception {
        assertThat(mistakes("name: w\nservices:\n  a: { command: [x], <<: geheim }\n"))
                .containsExactly("3:26: << with what is no map. Allowed: a map, or a list of maps: <<: *base");
        assertThat(mistakes("name: w\nservices:\n  a: { command: [x], <<: [{}, [x]] }\n"))
                .containsExactly("3:31: << with what is no map. Allowed: a map, or a list of maps: <<: *base");
        assertThat(mistakes("name: w\nservices:\n  a: { command: [x], <<: {}, <<: {} }\n"))
                .containsExactly("3:30: \"<<\" is here a second time; it is first in line 3");
    }

    @Test
    void mergeKeyInQuotes_isAnUnknownKey() throws Exception {
        assertThat(mistakes("name: w\nservices:\n  a: { command: [x], \"<<\": {} }\n"))
                .singleElement()
                .asString()
                .startsWith("3:22: unknown key \"<<\" in service a.");
    }

    @Test
    void keysWithX_areTheAuthorsOwn_inEveryMapOfKeys() throws Exception {
        var service = service("""
                x-note: [anything, { at: all }]
                log: { x-why: disk }
                defaults: { x-a: 1 }
                services:
                  a:
                    command: [x]
                    x-owner: Ann
                    restart: { on: always, x-why: ~ }
                    ready: { tcp: 1, x-y: 2 }
                """);

        assertThat(service.restart().on()).isEqualTo(On.ALWAYS);
        assertThat(mistakes("name: w\nservices:\n  a: { command: [x], env: { 1a: b }, xa: 1 }\n"))
                .hasSize(2)
                .anySatisfy(each -> assertThat(each).contains("the name of a variable in service a is \"1a\""))
                .anySatisfy(each -> assertThat(each).contains("unknown key \"xa\""));
    }

    @Test
    void defaults_holdForServicesThatSayNothingElse() throws Exception {
        Files.writeString(folder.resolve("all.env"), "FROM_FILE=1\n");
        Files.createDirectory(folder.resolve("src"));
        var service = service("""
                defaults:
                  cwd: src
                  autostart: true
                  confirm: [stop]
                  env: { LEVEL: info }
                  env_file: all.env
                  group: Core
                  settle: 2s
                  stop: { signal: SIGINT, timeout: 5s, to: leader }
                  restart: { on: always, give_up_after: never }
                  log: { max_size: 1MB, keep: 1 }
                  queue: coalesce
                  start_timeout: 40s
                  stop_timeout: 50s
                  pre_start: [mkdir, -p, tmp]
                  post_stop: { command: [rm, -r, tmp], timeout: 1s }
                  user: "0"
                  umask: 027
                  no_new_privileges: true
                  nice: 5
                  limits: { open_files: 100 }
                services:
                  a: { command: [x] }
                """);

        assertThat(service.cwd()).isEqualTo(folder.resolve("src"));
        assertThat(service.autostart()).isTrue();
        assertThat(service.confirm()).containsOnly(OperationKind.STOP);
        assertThat(service.env())
                .containsOnly(
                        Map.entry("LEVEL", new EnvValue("info", false)),
                        Map.entry("FROM_FILE", new EnvValue("1", Secrecy.FROM_FILE)));
        assertThat(service.group()).isEqualTo("Core");
        assertThat(service.settle()).isEqualTo(Duration.ofSeconds(2));
        assertThat(service.stop())
                .isEqualTo(new StopSettings("SIGINT", Duration.ofSeconds(5), List.of(), StopSettings.To.LEADER));
        assertThat(service.restart().on()).isEqualTo(On.ALWAYS);
        assertThat(service.restart().givesUp()).isFalse();
        assertThat(service.log()).isEqualTo(new LogSettings(1_000_000, 1));
        assertThat(service.queue().policy()).isEqualTo(Policy.COALESCE);
        assertThat(service.queue().timeout(OperationKind.START)).isEqualTo(Duration.ofSeconds(40));
        assertThat(service.queue().timeout(OperationKind.STOP)).isEqualTo(Duration.ofSeconds(50));
        assertThat(service.hooks().preStart())
                .isEqualTo(new Hook(List.of("mkdir", "-p", "tmp"), Duration.ofSeconds(10)));
        assertThat(service.hooks().postStop()).isEqualTo(new Hook(List.of("rm", "-r", "tmp"), Duration.ofSeconds(1)));
        assertThat(service.process()).isEqualTo(new ProcessSettings("0", "", 5, 0, 100, 0027, true));
    }

    @Test
    void mapsAreMergedKeyByKey_listsAndValuesReplaced() throws Exception {
        var service = service("""
                defaults:
                  env: { A: default, B: default }
                  stop: { timeout: 5s, to: leader }
                  restart: { on: always, backoff: 2s..4s }
                  confirm: [stop, restart]
                  nice: 5
                services:
                  a:
                    command: [x]
                    env: { B: own, C: own }
                    stop: { timeout: 7s }
                    restart: { on: failure }
                    confirm: [stop]
                    nice: 0
                """);

        assertThat(service.env())
                .containsOnly(
                        Map.entry("A", new EnvValue("default", false)),
                        Map.entry("B", new EnvValue("own", false)),
                        Map.entry("C", new EnvValue("own", false)));
        assertThat(service.stop())
                .isEqualTo(new StopSettings("SIGTERM", Duration.ofSeconds(7), List.of(), StopSettings.To.LEADER));
        assertThat(service.restart().on()).isEqualTo(On.FAILURE);
        assertThat(service.restart().backoffMin()).isEqualTo(Duration.ofSeconds(2));
        assertThat(service.confirm()).containsOnly(OperationKind.STOP);
        assertThat(service.process().nice()).isZero();
    }

    @Test
    void serviceTakesBackADefault_withAnEmptyValue() throws Exception {
        var service = service("""
                defaults:
                  restart: { on: always }
                  env: { A: a, B: b }
                  stop: { timeout: 5s, signal: SIGINT }
                  ready: { every: 1s }
                  nice: 5
                services:
                  a: { command: [x], restart: ~, env: { A: ~ }, stop: { signal: }, ready: null, nice: ~ }
                """);

        assertThat(service.restart()).isEqualTo(RestartPolicy.DEFAULT);
        assertThat(service.env()).containsOnlyKeys("B");
        assertThat(service.stop()).isEqualTo(new StopSettings("SIGTERM", Duration.ofSeconds(5)));
        assertThat(service.ready()).isNull();
        assertThat(service.process().nice()).isNull();
    }

    @Test
    void serviceTakesBackWhatItMerges_withAnEmptyValue_andADefaultOfItToo() throws Exception {
        var services = services("""
                defaults: { restart: { on: always }, nice: 5 }
                x-base: &base
                  command: [x]
                  restart: { on: failure }
                  env: &env { A: a, B: b }
                  stop: { timeout: 20s }
                x-calm: &calm { <<: *base, nice: 7, restart: ~ }
                services:
                  a:
                    <<: *base
                    restart: ~
                    stop:
                    env: { <<: *env, A: ~ }
                  b: { <<: [*calm, *base], nice: ~ }
                  c: { <<: *base }
                """);

        var own = requireNonNull(services.get("a"));
        assertThat(own.restart()).isEqualTo(RestartPolicy.DEFAULT);
        assertThat(own.stop()).isEqualTo(StopSettings.DEFAULT);
        assertThat(own.env()).containsOnlyKeys("B");
        assertThat(own.process().nice()).isEqualTo(5);
        var calm = requireNonNull(services.get("b"));
        assertThat(calm.restart()).isEqualTo(RestartPolicy.DEFAULT);
        assertThat(calm.process().nice()).isNull();
        assertThat(requireNonNull(services.get("c")).restart().on()).isEqualTo(On.FAILURE);
    }

    @Test
    void whatServicesMustSayThemselves_isRefusedInDefaults_withThePlaceForIt() throws Exception {
        assertThat(mistakes("""
                name: w
                defaults:
                  secrets: [A]
                  pid_file: run/a.pid
                  forking: true
                services:
                  a: { command: [x] }
                """))
                .containsExactly(
                        "3:3: \"secrets\" in defaults of the workspace, which a list of a service would replace."
                                + " Allowed: secrets at the top of the file, to which services add theirs",
                        "4:3: \"pid_file\" in defaults of the workspace, which is of one service. Allowed: pid_file in"
                                + " each service that has it",
                        "5:3: \"forking\" in defaults of the workspace, which is of one service. Allowed: forking in"
                                + " each service that has it");
    }

    @Test
    void timeoutOfATry_thatNoAliveHas_isRefusedInDefaultsToo_andToldOnce() throws Exception {
        assertThat(mistakes("""
                name: w
                defaults: { alive: { try_timeout: 1s } }
                services:
                  a: { command: [x] }
                  b: { command: [x], alive: { tcp: 1 } }
                """))
                .containsExactly(
                        "2:35: alive of defaults of the workspace has a try_timeout. Allowed: timeout, which is"
                                + " that of one try");
    }

    @Test
    void emptyValueOfWhatHasNoDefault_isAMistakeAsEver() throws Exception {
        assertThat(mistakes("name: w\ndefaults: { nice: 1 }\nservices:\n  a: { command: [x], restart: ~ }\n"))
                .singleElement()
                .asString()
                .startsWith("4:31: restart of service a is empty");
        assertThat(mistakes("name: w\ndefaults: { nice: ~ }\nservices:\n  a: { command: [x] }\n"))
                .singleElement()
                .asString()
                .startsWith("2:19: nice of defaults of the workspace is empty");
    }

    @Test
    void defaultsOfProbes_sayWhenIsAsked_whereTheServiceSaysWhat() throws Exception {
        var services = services("""
                defaults:
                  ready: { every: 1s, timeout: 1m }
                  alive: { failures: 7 }
                  settle: 3s
                services:
                  a: { command: [x], ready: { tcp: 1, every: 2s }, alive: { tcp: 1 } }
                  b: { command: [x] }
                """);

        var asked = requireNonNull(services.get("a"));
        assertThat(requireNonNull(asked.ready()).every()).isEqualTo(Duration.ofSeconds(2));
        assertThat(requireNonNull(asked.ready()).timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(requireNonNull(asked.alive()).failures()).isEqualTo(7);
        var unasked = requireNonNull(services.get("b"));
        assertThat(unasked.ready()).isNull();
        assertThat(unasked.settle()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whatIsAboutServicesThatStayUp_isNotForJobs() throws Exception {
        var services = services("""
                defaults:
                  restart: { on: always }
                  timeout: 1m
                  settle: 3s
                  ready: { every: 1s }
                  env: { A: a }
                services:
                  a: { command: [x], one_shot: true }
                  b: { command: [x], one_shot: true, restart: { on: failure } }
                """);

        var job = requireNonNull(services.get("a"));
        assertThat(job.restart()).isEqualTo(RestartPolicy.DEFAULT);
        assertThat(job.queue().timeout(OperationKind.START)).isNull();
        assertThat(job.env()).containsOnlyKeys("A");
        assertThat(requireNonNull(services.get("b")).restart().on()).isEqualTo(On.FAILURE);
    }

    @Test
    void whatServiceSaysItself_isNotDisturbedByADefaultOfTheSameMatter() throws Exception {
        var service = service("""
                defaults: { start_timeout: 31s, stop: { signal: SIGINT, timeout: 6s } }
                services:
                  a: { command: [x], timeout: 2m, stop: { command: [y] } }
                """);

        assertThat(service.queue().timeout(OperationKind.START)).isEqualTo(Duration.ofMinutes(2));
        assertThat(service.stop().command()).containsExactly("y");
        assertThat(service.stop().timeout()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void mistakesInDefaults_areToldOnce_whereTheyStand_alsoWhereNoServiceComesToThem() throws Exception {
        assertThat(mistakes("""
                name: w
                defaults:
                  restart: { on: sometimes }
                  timeout: soon
                  cwd: 5
                  env: { 1B: c }
                  command: [x]
                  ready: { tcp: 1 }
                services:
                  a: { command: [x] }
                  b: { command: [x], restart: { on: never } }
                  c: { command: [x], one_shot: true }
                """))
                .satisfiesExactly(
                        each -> assertThat(each)
                                .startsWith("3:18: on of restart of defaults of the workspace is \"sometimes\""),
                        each -> assertThat(each).startsWith("4:12: timeout of defaults of the workspace is \"soon\""),
                        each -> assertThat(each).startsWith("5:8: cwd of service a is 5"),
                        each -> assertThat(each).startsWith("6:10: the name of a variable in service a is \"1B\""),
                        each -> assertThat(each)
                                .startsWith("7:3: \"command\" in defaults of the workspace, which is of one"),
                        each -> assertThat(each)
                                .startsWith("8:12: unknown key \"tcp\" in ready of defaults of the workspace"));
    }

    /// Half of the file is defaults, and half services.
    @Test
    void defaultsThatWouldBeTooMany_serviceByService_areRefused_andToldOnce() throws Exception {
        var env = IntStream.range(0, 1000).mapToObj(i -> "A" + i + ": b").collect(Collectors.joining(", ", "{ ", " }"));
        var services = IntStream.range(0, 1000)
                .mapToObj(i -> "  s" + i + ": { command: [x] }\n")
                .collect(Collectors.joining());

        assertThat(mistakes("name: w\ndefaults: { env: " + env + " }\nservices:\n" + services))
                .containsExactly("2:11: defaults of the workspace put in more than 100000 values, service by service."
                        + " Allowed: fewer of them, or fewer services");
    }

    @Test
    void timeoutOfDefaults_thatIsTooShortForOneService_isToldWithBoth() throws Exception {
        assertThat(mistakes("""
                name: w
                defaults: { stop_timeout: 15s }
                services:
                  a: { command: [x], stop: { timeout: 20s } }
                """))
                .containsExactly(
                        "2:27: stop_timeout of service a is 15 s, but a stop may take 22 s (stop.timeout 20 s + 2 s"
                                + " until killed). Allowed: 22 s or more, or shorter parts");
    }

    @Test
    void missingFileOfDefaults_isToldOnce_andIsTheTroubleOfAllThatUseIt() throws Exception {
        var workspace = load("""
                name: w
                defaults: { env_file: gone.env }
                services:
                  a: { command: [x] }
                  b: { command: [x] }
                  c: { command: [x], env_file: [] }
                """);

        assertThat(workspace.troubles())
                .singleElement()
                .satisfies(each -> assertThat(each.line()).isEqualTo(2));
        assertThat(workspace.blocked()).isEqualTo(2);
    }

    @Test
    void paperOfTheFile_tellsWhichKeysDefaultsDoNotHave() throws Exception {
        var paper = Files.readString(Path.of("src/site/markdown/configuration.md"));
        var sentence =
                paper.substring(paper.indexOf("every key of a service but ")).split("\\.", 2)[0];
        var told = Pattern.compile("`([a-z_]+)`").matcher(sentence).results().map(found -> found.group(1));
        var others = new ArrayList<>(ServiceReader.KEYS);
        others.removeAll(Defaults.KEYS);

        assertThat(told).containsExactlyInAnyOrderElementsOf(others);
    }
}
