package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int check(String... arguments) {
        return new CommandLine(new CheckCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void validFile_isSaidToBeOk() throws IOException {
        var file = Files.writeString(folder.resolve("s.yaml"), "name: w\nservices: { a: { command: [x] } }");

        assertThat(check(file.toString())).isZero();
        assertThat(out).hasToString(file + ": ok, 1 service\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void mistakes_goToTheErrorOutput_oneALine() throws IOException {
        var file = Files.writeString(folder.resolve("s.yaml"), "name: w/\nservices: { a: { command: x } }");

        assertThat(check(file.toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith(file + ":1:7: name of the workspace is \"w/\". Allowed:"),
                        second ->
                                assertThat(second).startsWith(file + ":2:27: command of service a is \"x\". Allowed:"));
    }

    @Test
    void troublesOfServices_areTold_andThatTheWorkspaceWouldOpen() throws IOException {
        var file = Files.writeString(
                folder.resolve("s.yaml"), "name: w\nservices: { a: { command: [x], cwd: gone }, b: { command: [x] } }");

        assertThat(check(file.toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        file + ":2:37: cwd of service a: " + folder.resolve("gone") + " does not exist",
                        file + ": it would be opened, but 1 of 2 services could not be started");
    }

    @Test
    void noFile_isTheWorkspaceOfThisFolder_asElsewhere() {
        assertThat(check()).isEqualTo(1);
        assertThat(err).hasToString("signalbox.yaml: there is no such file\n");
    }

    @Test
    void whatOnlyLooksLikeAReference_isWarnedOf_andNoMistake() throws IOException {
        Files.writeString(folder.resolve(".env"), "A=1\nA=2\n");
        var file = Files.writeString(
                folder.resolve("s.yaml"), "name: w\nservices: { a: { command: [x, $HOME], env_file: .env } }");

        assertThat(check(file.toString())).isZero();
        assertThat(out).hasToString(file + ": ok, 1 service\n");
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith(
                                        file + ": warning: " + file + ":2:31: $HOME is no reference, and stays as it"),
                        second -> assertThat(second)
                                .startsWith(
                                        file + ": warning: " + folder.resolve(".env") + ":2:1: A is here a second"));
    }

    @Test
    void missingFile_isAMistake() {
        assertThat(check("/no/such.yaml")).isEqualTo(1);
        assertThat(err).hasToString("/no/such.yaml: there is no such file\n");
    }

    @Test
    void fileThatOthersCanWrite_isRefusedToRoot_andToldToOthers_withTheCommandThatMendsIt() throws IOException {
        var file = Files.writeString(folder.resolve("s.yaml"), "name: w\nservices: { a: { command: [x] } }");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(check(file.toString())).isEqualTo(Trust.ownUser() == 0 ? 1 : 0);
        assertThat(err.toString()).startsWith(file + ": ").contains("everybody can write to " + file, "-w " + file);
    }

    @Test
    void tokenAndKey_areLookedAtBeforehand_andATokenThatIsNotThereIsNotMade() throws IOException {
        var file = Files.writeString(folder.resolve("s.yaml"), "name: w\nservices: { a: { command: [x] } }");
        var token = folder.resolve("token");
        assertThat(check(file.toString(), "--token-file", token.toString())).isZero();
        assertThat(token).doesNotExist();

        Files.writeString(token, "a".repeat(36));
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        var no = folder.resolve("no.pem").toString();
        assertThat(check(file.toString(), "--token-file", token.toString(), "--tls-cert", no, "--tls-key", no))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        each -> assertThat(each).startsWith(token + " holds a token that can be guessed"),
                        each -> assertThat(each).isEqualTo("the certificate " + no + " cannot be read"));
    }
}
