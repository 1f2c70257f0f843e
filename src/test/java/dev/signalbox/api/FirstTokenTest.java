package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.api.TokenStore.Change;
import dev.signalbox.api.TokenStore.LastAdminException;
import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The token that a file holds, and what becomes of it when the file holds another.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FirstTokenTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));
    private static final String OWN = "sbx_my-own-token-0123456789-abcdefgh";

    @TempDir
    private Path folder;

    private Path file(String name) {
        return folder.resolve(name);
    }

    private TokenStore open(String first) throws IOException {
        return TokenStore.open(file("tokens.json"), file(first), NOON);
    }

    private Path write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
        return Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rw-------"));
    }

    private String secret(String name) throws IOException {
        return Files.readString(file(name)).strip();
    }

    // --- another one ---

    @Test
    void fileIsDeleted_theTokenThatItHeldOpensNothing_andTheJournalIsTold() throws IOException {
        assertThat(open("token").changes())
                .containsExactly(new Change("admin", "is the first one, in " + file("token")));
        var leaked = secret("token");
        Files.delete(file("token"));

        var tokens = open("token");

        assertThat(tokens.authenticate(leaked)).isEmpty();
        assertThat(tokens.authenticate(secret("token"))).map(Token::name).contains("admin-2");
        assertThat(tokens.changes())
                .containsExactly(
                        new Change(
                                "admin",
                                "was revoked, as the first token is another one now, admin-2, in " + file("token")),
                        new Change("admin-2", "is the first one, in " + file("token")));
        assertThat(tokens.changes()).isEmpty();
    }

    @Test
    void fileHoldsAnother_whileTheEngineRuns_theOneBeforeEnds() throws IOException {
        var tokens = open("token");
        var before = secret("token");
        write("token", OWN);

        tokens.renew();

        assertThat(tokens.authenticate(before)).isEmpty();
        assertThat(tokens.authenticate(OWN)).map(Token::role).contains(Role.ADMIN);
    }

    @Test
    void anotherFile_hasTheFirstTokenNow_andBackAgain() throws IOException {
        open("token");
        write("other", OWN);

        assertThat(open("other").authenticate(secret("token"))).isEmpty();

        var back = open("token");
        assertThat(back.authenticate(OWN)).isEmpty();
        assertThat(back.authenticate(secret("token"))).map(Token::name).contains("admin");
        assertThat(back.changes()).contains(new Change("admin", "was let in again, as " + file("token") + " holds it"));
    }

    @Test
    void tokensMadeByName_stay() throws Exception {
        var deploy = open("token").create("deploy", Role.OPERATE, null).orElseThrow();
        Files.delete(file("token"));

        assertThat(open("token").authenticate(deploy)).map(Token::file).isEmpty();
        assertThat(open("token").authenticate(deploy)).isPresent();
    }

    @Test
    void tokenThatSomebodyRevoked_isNotLetInByItsFile() throws Exception {
        open("token").revoke("admin", true);

        assertThatIOException().isThrownBy(() -> open("token")).withMessageContaining("was revoked or has expired");
    }

    @Test
    void tokensOfAnEarlierVersion_areKnown() throws IOException {
        open("token");
        var text = Files.readString(file("tokens.json"));
        Files.writeString(file("tokens.json"), text.replaceAll(",\"file\":\"[^\"]*\"", ""));
        assertThat(Files.readString(file("tokens.json"))).doesNotContain("file");

        var tokens = open("token");

        assertThat(tokens.changes()).isEmpty();
        assertThat(tokens.authenticate(secret("token")))
                .map(Token::file)
                .contains(file("token").toString());
    }

    @Test
    void lastAdmin_isNotEndedWithoutAWord() throws Exception {
        var tokens = open("token");
        tokens.create("short", Role.ADMIN, NOON.instant().plus(Duration.ofHours(1)));
        tokens.revoke("short", false);

        assertThatThrownBy(() -> tokens.revoke("admin", false)).isInstanceOf(LastAdminException.class);
        assertThatThrownBy(() -> tokens.change("admin", Role.READ, false)).isInstanceOf(LastAdminException.class);
        assertThat(tokens.isValid("admin")).isTrue();

        tokens.revoke("admin", true);
        assertThat(tokens.isValid("admin")).isFalse();
    }

    // --- the file ---

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "abcdefghijabcdefghijabcdefghijabcdefghij",
                "ababababbabababababababbababababbaba"
            })
    void tokenThatCanBeGuessed_isRefused(String weak) throws IOException {
        write("token", weak);

        assertThatIOException()
                .isThrownBy(() -> open("token"))
                .withMessage(
                        file("token") + " holds a token that can be guessed, as it repeats itself. Allowed: at least"
                                + " 32 characters by chance; delete the file to have them made");
    }

    @Test
    void linkToASecret_isReadAsWhatItLeadsTo() throws IOException {
        write("secret", OWN);
        Files.createSymbolicLink(file("token"), Path.of("secret"));
        assertThat(open("token").authenticate(OWN)).isPresent();

        Files.setPosixFilePermissions(file("secret"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatIOException()
                .isThrownBy(() -> open("token"))
                .withMessageContaining("can be read by others (rw-r--r--). Allowed: rw-------; chmod 600 ");
    }

    @Test
    void pipe_isRefused_andNobodyWaitsForItsWriter() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file("token").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThatIOException()
                .isThrownBy(() -> open("token"))
                .withMessage("the token " + file("token") + " is no regular file. Allowed: a file");
    }

    @Test
    void fileOfAnother_isRefused_andOneInAFolderOfAnother() throws IOException {
        assumeTrue(Trust.ownUser() == 0, "only root can give files away");
        write("token", OWN);
        Files.setAttribute(file("token"), "unix:uid", 65533);
        assertThatIOException()
                .isThrownBy(() -> open("token"))
                .withMessage(
                        "the token " + file("token") + " belongs to user 65533. Allowed: what belongs to root or user"
                                + " root; chown root " + file("token"));

        Files.setAttribute(file("token"), "unix:uid", 0);
        Files.setAttribute(folder, "unix:uid", 65533);
        assertThatIOException()
                .isThrownBy(() -> open("token"))
                .withMessageContaining(folder + " belongs to user 65533, and so can put another token in the place of");
    }
}
