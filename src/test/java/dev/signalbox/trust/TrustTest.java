package dev.signalbox.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// User 1 is ann, 2 bob, 3 the engine's own; group 1 is ann's alone, 50 staff, which bob is in too.
class TrustTest {
    private static final long ME = 3;
    private static final Accounts ACCOUNTS = new Accounts(
            List.of("root:x:0:0::/root:", "ann:x:1:1::/:", "bob:x:2:2::/:", "me:x:3:3::/:", "+::", "broken:x"),
            List.of("root:x:0:", "ann:x:1:", "bob:x:2:", "me:x:3:", "mine:x:4:me", "staff:x:50:me, bob", "bad:x:y:"));
    private static final Map<Character, Integer> KINDS = Map.of('d', 0040000, 'l', 0120000, '-', 0100000, 'p', 0010000);

    @TempDir
    private Path folder;

    /// Places like `/srv d755 0:0`; `/srv/x ?` for nothing there.
    private static Way way(String text) {
        var lines = Stream.of(text.split(",")).map(String::strip).toList();
        return new Way(
                lines.stream()
                        .filter(line -> !line.endsWith("?"))
                        .map(TrustTest::place)
                        .toList(),
                !lines.getLast().endsWith("?"));
    }

    private static Place place(String line) {
        var words = line.split("[ :]+");
        return new Place(
                Path.of(words[0]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                KINDS.get(words[1].charAt(0)) | Integer.parseInt(words[1].substring(1), 8));
    }

    private static String said(Trust trust, String way) {
        return trust.judge(way(way)).stream()
                .map(doubt -> doubt.found() + "; " + doubt.cure(trust.isRoot()))
                .collect(Collectors.joining(" & "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            / d755 0:0, /srv d755 0:0, /srv/f -644 0:0             |
            / d755 0:0, /srv d755 0:0, /srv/f -644 1:0             | /srv/f belongs to user ann; chown root /srv/f, or "user ann" in /etc/signalbox/trust
            / d755 0:0, /srv d755 1:1, /srv/f -644 0:0             | /srv belongs to user ann; chown root /srv, or "user ann" in /etc/signalbox/trust
            / d755 0:0, /srv d755 9:9, /srv/f -644 0:0             | /srv belongs to user 9; chown root /srv, or "user 9" in /etc/signalbox/trust
            / d755 0:0, /srv d775 0:50, /srv/f -644 0:0            | group staff can write to /srv; chmod g-w /srv, or "group staff" in /etc/signalbox/trust
            / d755 0:0, /srv d777 0:50, /srv/f -644 0:0            | everybody can write to /srv; chmod go-w /srv
            / d755 0:0, /srv d757 0:50, /srv/f -644 0:0            | everybody can write to /srv; chmod o-w /srv
            / d755 0:0, /srv d755 0:0, /srv/f -664 0:0             | group root can write to /srv/f; chmod g-w /srv/f, or "group root" in /etc/signalbox/trust
            / d755 0:0, /srv d755 0:0, /srv/f -666 0:0             | everybody can write to /srv/f; chmod go-w /srv/f
            / d755 0:0, /tmp d1777 0:0, /tmp/f -644 0:0            |
            / d755 0:0, /tmp d1777 0:0, /tmp/f -644 1:1            | /tmp/f belongs to user ann; chown root /tmp/f, or "user ann" in /etc/signalbox/trust
            / d755 0:0, /tmp d1777 1:0, /tmp/f -644 0:0            | /tmp belongs to user ann; chown root /tmp, or "user ann" in /etc/signalbox/trust
            / d755 0:0, /tmp d1777 0:0, /tmp/f ?                   |
            / d755 0:0, /srv d777 0:0, /srv/f ?                    | everybody can write to /srv; chmod go-w /srv
            / d755 0:0, /srv d755 0:0, /srv/f ?                    |
            / d755 0:0, /srv d755 0:0, /srv/l l777 1:1, /x -644 0:0 |
            / d755 0:0, /tmp d1777 0:0, /tmp/l l777 1:1, /x -644 0:0 | /tmp/l belongs to user ann; chown -h root /tmp/l, or "user ann" in /etc/signalbox/trust
            / d755 0:0, /tmp d1777 0:0, /tmp/l l777 0:0, /x -644 1:0 | /x belongs to user ann; chown root /x, or "user ann" in /etc/signalbox/trust
            / d755 1:0, /f -644 0:0                                | / belongs to user ann; chown root /, or "user ann" in /etc/signalbox/trust
            / d755 0:0, /srv d775 1:0, /srv/f -666 0:0             | /srv belongs to user ann; chown root /srv, or "user ann" in /etc/signalbox/trust & group root can write to /srv; chmod g-w /srv, or "group root" in /etc/signalbox/trust & everybody can write to /srv/f; chmod go-w /srv/f
            / d755 0:0, /f p644 1:0                                | /f belongs to user ann; chown root /f, or "user ann" in /etc/signalbox/trust
            """)
    void rootsProgram_doubtsWhatOthersCanChange_andSaysWhatMendsIt(String way, String doubt) {
        assertThat(said(Trust.of(0, Set.of(), Set.of(), ACCOUNTS), way)).isEqualTo(doubt == null ? "" : doubt);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            / d755 0:0, /home d755 0:0, /home/me d755 3:3          |
            / d755 0:0, /home d755 0:0, /home/me d775 3:3          |
            / d755 0:0, /home d755 0:0, /home/me d775 3:4          |
            / d755 0:0, /home d775 0:0, /home/me d755 3:3          |
            / d755 0:0, /home d755 0:0, /home/me d775 3:50         | group staff can write to /home/me; chmod g-w /home/me
            / d755 0:0, /home d755 0:0, /home/me d775 3:77         | group 77 can write to /home/me; chmod g-w /home/me
            / d755 0:0, /home d755 1:1, /home/me d755 3:3          | /home belongs to user ann; chown me /home
            / d755 65534:65534, /home d755 65534:65534, /home/me d755 3:3 |
            """)
    void anotherUsersProgram_trustsRootToo_andGroupsInWhichNobodyElseIs(String way, String doubt) {
        assertThat(said(Trust.of(ME, Set.of(), Set.of(), ACCOUNTS), way)).isEqualTo(doubt == null ? "" : doubt);
    }

    @Test
    void whoIsNamed_mayChangeIt_andNobodyElse() {
        var trust = Trust.of(0, Set.of(1L), Set.of(50L), ACCOUNTS);

        assertThat(said(trust, "/ d755 0:0, /srv d775 1:50, /srv/f -664 1:50")).isEmpty();
        assertThat(said(trust, "/ d755 0:0, /srv d775 1:50, /srv/f -664 2:50"))
                .startsWith("/srv/f belongs to user bob");
        assertThat(said(trust.and(2), "/ d755 0:0, /srv d775 1:50, /srv/f -664 2:50"))
                .isEmpty();
        assertThat(said(trust.and(2), "/ d755 0:0, /srv d777 1:50")).startsWith("everybody can write to /srv");
    }

    @Test
    void command_isOneThatAShellTakes() {
        assertThat(Trust.word(Path.of("/srv/it's mine"))).isEqualTo("'/srv/it'\\''s mine'");
        assertThat(Trust.word(Path.of("/srv/a\nb"))).isEqualTo("'/srv/a\\nb'");
    }

    // --- the trust file ---

    @Test
    void trustFile_namesUsersAndGroups_andSaysWhatDoesNotCount() {
        var lines = List.of(
                "# who", "user ann", "", "group staff # both", "user 77", "user nobody-here", "users a", "user");

        var named = TrustFile.parse(Path.of("/t"), lines, ACCOUNTS);

        assertThat(named.users()).containsExactlyInAnyOrder(1L, 77L);
        assertThat(named.groups()).containsExactly(50L);
        assertThat(named.problems())
                .containsExactly(
                        "/t:6: this user is not in /etc/passwd. Allowed: a name that is, or a number",
                        "/t:7: this line does not count. Allowed: user NAME, group NAME, or # and a comment",
                        "/t:8: this line does not count. Allowed: user NAME, group NAME, or # and a comment");
    }

    @Test
    void trustFile_thatOthersCanWrite_doesNotCount() throws IOException {
        assumeRoot();
        var file = Files.writeString(folder.resolve("trust"), "user ann\n");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(said(Trust.read(0, file, ACCOUNTS), "/ d755 1:1")).isEmpty();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        var trust = Trust.read(0, file, ACCOUNTS);
        assertThat(said(trust, "/ d755 1:1")).startsWith("/ belongs to user ann");
        assertThat(trust.problems())
                .containsExactly(file + " does not count: everybody can write to " + file + "; chmod go-w " + file);
    }

    @Test
    void trustFile_countsForRootAlone() throws IOException {
        var file = Files.writeString(folder.resolve("trust"), "user ann\n");

        assertThat(said(Trust.read(ME, file, ACCOUNTS), "/ d755 0:0, /f -644 1:1"))
                .startsWith("/f belongs to user ann");
    }

    // --- the way ---

    @Test
    void way_goesThroughLinks_theirFolders_andUp() throws IOException {
        var real = folder.toRealPath();
        Files.createDirectories(real.resolve("a/b"));
        Files.createDirectory(real.resolve("c"));
        Files.writeString(real.resolve("a/f"), "");
        Files.createSymbolicLink(real.resolve("c/link"), Path.of("../a/./b"));
        Files.createSymbolicLink(real.resolve("c/far"), real.resolve("c/link"));

        var way = Way.to(real.resolve("c/far/../f"));

        assertThat(way.whole()).isTrue();
        assertThat(way.places().stream()
                        .map(Place::path)
                        .filter(path -> path.startsWith(real))
                        .map(real::relativize)
                        .map(Path::toString))
                .containsExactly("", "c", "c/far", "c/link", "a", "a/b", "a/f");
        assertThat(way.places().getFirst().path()).isEqualTo(Path.of("/"));
    }

    @Test
    void way_endsWhereNothingIs() throws IOException {
        var real = folder.toRealPath();
        Files.writeString(real.resolve("f"), "");

        for (var nothing : List.of("x/y", "f/y")) {
            var way = Way.to(real.resolve(nothing));
            assertThat(way.whole()).isFalse();
        }
    }

    @Test
    void linksInACircle_areTold() throws IOException {
        Files.createSymbolicLink(folder.resolve("round"), Path.of("round"));

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Way.to(folder.resolve("round"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too many links");
    }

    @Test
    void fileOfAnotherUser_isDoubted_asItStands() throws IOException {
        assumeRoot();
        var file = Files.writeString(folder.resolve("f"), "");
        var trust = Trust.of(0, Set.of(), Set.of(), ACCOUNTS);
        assertThat(trust.doubts(file)).isEmpty();

        Files.setAttribute(file, "unix:uid", 1, LinkOption.NOFOLLOW_LINKS);

        assertThat(trust.doubts(file)).extracting(Doubt::found).containsExactly(file + " belongs to user ann");
        assertThat(trust.and(1).doubts(file)).isEmpty();
    }

    private static void assumeRoot() throws IOException {
        assumeTrue(Trust.ownUser() == 0, "only root can give files away");
    }
}
