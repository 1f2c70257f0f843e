package dev.signalbox.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Secrecy;
import dev.signalbox.service.ServiceDefinition.Trouble;
import dev.signalbox.trust.Trust;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.Problem;
import dev.signalbox.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an engine of root's reads, where others have a hand in it. The service's user is `daemon`, which every Linux
/// has, and 65533 a stranger.
class WorkspaceFilesTest {
    private static final int DAEMON = 1;
    private static final int STRANGER = 65533;

    @TempDir
    private Path temporary;

    private Path folder;
    private Path app;
    private Path file;

    @BeforeEach
    void make() throws IOException {
        assumeTrue(Trust.ownUser() == 0, "only root can give files away, and act as others");
        assumeTrue(Files.readString(Path.of("/etc/passwd")).contains("daemon:x:1:"), "there is no user daemon");
        folder = temporary.toRealPath();
        mode(folder, "rwxr-xr-x");
        app = Files.createDirectory(folder.resolve("app"));
        mode(app, "rwxr-xr-x");
        give(app, DAEMON);
        file = write("signalbox.yaml", """
                name: w
                services:
                  app: { command: [x], env_file: app/.env, user: daemon }
                  own: { command: [x], env_file: own.env }
                """);
        write("own.env", "OWN=1");
    }

    private static void mode(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    private static void give(Path path, int user) throws IOException {
        Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
    }

    private Path write(String name, String text) throws IOException {
        var written = Files.writeString(folder.resolve(name), text);
        mode(written, "rw-------");
        return written;
    }

    private Workspace load() throws InvalidWorkspaceException {
        return WorkspaceFiles.load(file, Map.of());
    }

    private ServiceDefinition service(String id) throws InvalidWorkspaceException {
        return load().services().stream()
                .filter(service -> service.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    // --- env_file ---

    @Test
    void fileOfTheServicesUser_isReadWithHisRights() throws Exception {
        give(write("app/.env", "A=1"), DAEMON);

        assertThat(service("app").env()).isEqualTo(Map.of("A", new EnvValue("1", Secrecy.FROM_FILE)));
        assertThat(service("app").trouble()).isEqualTo(Trouble.NONE);
    }

    @Test
    void referencesInAFileOfTheServicesUser_giveHimNothingOfTheEnginesEnvironment() throws Exception {
        give(write("app/.env", "A=${env:ROOT_DB:-none}\nB=${ROOT_DB:-none}\nROOT_DB\nC=${PATH}\nD=${SHARED}"), DAEMON);
        write("signalbox.yaml", """
                name: w
                env: { SHARED: "${env:SHARED}" }
                services:
                  app: { command: [x], env_file: app/.env, user: daemon }
                """);

        var loaded = WorkspaceFiles.load(file, Map.of("ROOT_DB", "s3cr3t", "PATH", "/bin", "SHARED", "given"));

        var values = new TreeMap<String, String>();
        loaded.services().getFirst().env().forEach((name, value) -> values.put(name, value.value()));
        assertThat(values).isEqualTo(Map.of("A", "none", "B", "none", "C", "/bin", "D", "given", "SHARED", "given"));
        assertThat(loaded.services().getFirst().trouble()).isEqualTo(Trouble.NONE);
    }

    @Test
    void fileThatTheServicesUserNamesByAVariable_isNotReadForHim() throws Exception {
        write("root-only.env", "ROOT_ONLY=s3cr3t");
        give(write("app/.env", "WHICH=../root-only\nSAME=${WHICH}"), DAEMON);
        for (var name : List.of("WHICH", "SAME", "BY_ENV", "NOT:-${WHICH}")) {
            write("signalbox.yaml", """
                    name: w
                    env_file: { path: app/.env, secret: false }
                    env: { BY_ENV: "x/../${SAME}" }
                    services:
                      app: { command: [x], env_file: "app/${%s}.env", user: daemon }
                    """.formatted(name));

            assertThat(service("app").env()).as(name).doesNotContainKey("ROOT_ONLY");
            assertThat(service("app").trouble().text())
                    .as(name)
                    .contains("refers to what the service's user can change");
        }
    }

    @Test
    void linkOfTheServicesUser_toASecretOfRoots_givesHimNothing() throws Exception {
        var secret = write("root-only.env", "ROOT_ONLY_DB_PASSWORD=s3cr3t");
        Files.createSymbolicLink(app.resolve(".env"), secret);

        assertThat(service("app").env()).isEmpty();
        assertThat(service("app").trouble().text())
                .isEqualTo("its env_file " + app.resolve(".env")
                        + " cannot be read as user daemon, who can change it: it may not be read, or has gone");
        assertThat(service("app").trouble().blocks()).isTrue();
        assertThat(service("own").env()).containsKey("OWN");
    }

    /// To mend what everybody must be able to write to would break the machine.
    @Test
    void linkOfTheServicesUser_toADevice_isNoFile_andNothingIsToBeMended() throws Exception {
        Files.createSymbolicLink(app.resolve(".env"), Path.of("/dev/null"));

        assertThat(service("app").trouble().text())
                .isEqualTo("its env_file " + app.resolve(".env") + " is no regular file");
    }

    @Test
    void whatTheServicesUserPutsThere_isTheTroubleOfHisServiceAlone() throws Exception {
        assertThat(service("app").trouble().text()).endsWith("app/.env does not exist");

        give(write("app/.env", "no variable"), DAEMON);
        assertThat(service("app").trouble().text())
                .isEqualTo("its env_file has mistakes: " + app.resolve(".env")
                        + ":1:1: a line without =. Allowed: NAME=value, or # and a comment");

        Files.delete(app.resolve(".env"));
        assertThat(new ProcessBuilder("mkfifo", app.resolve(".env").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(service("app").trouble().text()).endsWith("app/.env is no regular file");
        assertThat(service("own").trouble()).isEqualTo(Trouble.NONE);
    }

    @Test
    void fileOfAStranger_isNotRead_andTheServiceSaysWhatMendsIt() throws Exception {
        var env = write("app/.env", "A=1");
        give(env, STRANGER);

        assertThat(service("app").trouble().text())
                .isEqualTo("its env_file " + env + " is not read: " + env + " belongs to user 65533; chown root " + env
                        + ", or \"user 65533\" in /etc/signalbox/trust");
    }

    @Test
    void fileThatOthersCanWrite_isNotReadForAServiceOfRootsEither() throws Exception {
        mode(folder.resolve("own.env"), "rw-rw-rw-");

        assertThat(service("own").env()).isEmpty();
        assertThat(service("own").trouble().text())
                .endsWith("own.env is not read: everybody can write to " + folder + "/own.env; chmod go-w " + folder
                        + "/own.env");
    }

    @Test
    void whatIsReadAsAnother_isNewsWhenItIsChanged() throws Exception {
        give(write("app/.env", "A=1"), DAEMON);
        var before = load().fingerprint();
        assertThat(before.now()).isEqualTo(before);

        var other = write("app/other", "A=2");
        give(other, DAEMON);
        Files.move(other, app.resolve(".env"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(before.now()).isNotEqualTo(before);
    }

    // --- the workspace ---

    @Test
    void workspaceThatOthersCanChange_isAMistake_withTheCommandThatMendsIt() throws Exception {
        mode(file, "rw-rw-rw-");
        give(folder, STRANGER);

        var thrown = catchThrowableOfType(InvalidWorkspaceException.class, this::load);

        assertThat(thrown.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        file + ": " + folder + " belongs to user 65533, and would decide what root runs. Allowed: what"
                                + " root alone can change; chown root " + folder
                                + ", or \"user 65533\" in /etc/signalbox/trust",
                        file + ": everybody can write to " + file + ", and would decide what root runs. Allowed: what"
                                + " root alone can change; chmod go-w " + file);
    }

    @Test
    void linkThatAStrangerHasMade_isFollowedToWhatRootAloneCanChange_butNotFromASharedFolder() throws Exception {
        write("signalbox.yaml", "name: w\nservices: { a: { command: [x] } }");
        var shared = Files.createDirectory(folder.resolve("shared"));
        Files.setAttribute(shared, "unix:mode", 01777);
        Files.createSymbolicLink(shared.resolve("link.yaml"), file);
        assertThat(WorkspaceFiles.load(shared.resolve("link.yaml"), Map.of()).name())
                .isEqualTo("w");

        give(shared.resolve("link.yaml"), STRANGER);

        var thrown = catchThrowableOfType(
                InvalidWorkspaceException.class, () -> WorkspaceFiles.load(shared.resolve("link.yaml"), Map.of()));
        assertThat(thrown.problems().getFirst().message())
                .startsWith(shared + "/link.yaml belongs to user 65533")
                .contains("chown -h root " + shared + "/link.yaml");
    }
}
