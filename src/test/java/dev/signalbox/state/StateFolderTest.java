package dev.signalbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.HungFolder;
import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Where a workspace's state is found again.
final class StateFolderTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.createFile(folder.resolve("signalbox.yaml"));
    }

    private StateFolder of(String name, Path workspace) throws IOException {
        return StateFolder.of(
                name,
                workspace,
                Map.of("XDG_STATE_HOME", folder.resolve("state").toString()));
    }

    @Test
    void of_workspaceWithAnotherNameThanBefore_isTheSame() throws IOException {
        assertThat(of("new", file)).isEqualTo(of("old", file));
    }

    @Test
    void of_anotherFileWithTheSameName_isAnother() throws IOException {
        var another = Files.createFile(folder.resolve("another.yaml"));

        assertThat(of("same", another)).isNotEqualTo(of("same", file));
    }

    @Test
    void base_withoutHome_isInThatOfTheListOfUsers() throws IOException {
        assertThat(StateFolder.base(Map.of(), "/srv/shop")).isEqualTo(Path.of("/srv/shop/.local/state/signalbox"));
        assertThat(StateFolder.base(Map.of("HOME", ""), "/root")).isEqualTo(Path.of("/root/.local/state/signalbox"));
        assertThat(StateFolder.base(Map.of("HOME", "/home/ann", "XDG_STATE_HOME", "relative"), "/root"))
                .isEqualTo(Path.of("/home/ann/.local/state/signalbox"));
    }

    @Test
    void base_ofWhoHasNoHomeAtAll_saysWhatToSet() {
        assertThatIOException()
                .isThrownBy(() -> StateFolder.base(Map.of(), "?"))
                .withMessage(
                        "there is no folder to keep the state of services in: HOME is not set, and the list of users"
                                + " has no home for this one; set HOME, or XDG_STATE_HOME");
    }

    @Test
    void base_ofAHomeThatIsNoText_saysSo() {
        assertThatIOException()
                .isThrownBy(() -> StateFolder.base(Map.of("HOME", "/home/gr\udcfcn"), "/root"))
                .withMessageStartingWith("the state of services cannot be kept where HOME says");
    }

    @Test
    void of_folderCannotBeMade_saysWhereAndWhy() throws IOException {
        Files.createFile(folder.resolve("state"));

        assertThatIOException()
                .isThrownBy(() -> of("name", file))
                .withMessage(
                        "the state of services cannot be kept in %s: Not a directory",
                        folder.resolve("state/signalbox"));
    }

    @Test
    void existing_isFoundByItsFile_andMakesNothing() throws IOException {
        var environment = Map.of("XDG_STATE_HOME", folder.resolve("state").toString());

        assertThat(StateFolder.existing(file, environment)).isEmpty();
        assertThat(folder.resolve("state")).doesNotExist();

        var made = of("name", file);
        of("other", Files.createFile(folder.resolve("another.yaml")));
        assertThat(StateFolder.existing(file, environment)).contains(made);
        assertThat(StateFolder.all(environment)).hasSize(2).contains(made);
    }

    // --- by which path ---

    private Path deploy() throws IOException {
        for (var release : new String[] {"1", "2"}) {
            Files.createDirectories(folder.resolve(release));
            Files.createFile(folder.resolve(release).resolve("signalbox.yaml"));
        }
        return link("1").resolve("signalbox.yaml");
    }

    private Path link(String release) throws IOException {
        var link = folder.resolve("current");
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, folder.resolve(release));
    }

    @Test
    void linkInThePathIsMoved_theFolderStaysTheSame() throws IOException {
        var current = deploy();
        var before = claimed("shop", current);
        link("2");

        assertThat(of("shop", current)).isEqualTo(before);
        assertThat(before.identity()).isEqualTo(of("shop", current).identity());
    }

    private StateFolder claimed(String name, Path workspace) throws IOException {
        var state = of(name, workspace);
        state.belonging().claim(workspace);
        return state;
    }

    /// Else the services that run under the one name would be lost under the other.
    @Test
    void anotherNameOfTheSameFile_findsTheSame() throws IOException {
        var current = deploy();
        var state = claimed("shop", current);
        var real = current.toRealPath();

        assertThat(of("shop", real)).isEqualTo(state);
        link("2");
        assertThat(of("shop", real)).as("it is another file by now").isNotEqualTo(state);
        assertThat(of("shop", current)).isEqualTo(state);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anotherWorkspaceHangs_itHoldsNobodyUp() throws IOException {
        var share = Files.createDirectory(folder.resolve("share"));
        claimed("hung", Files.createFile(share.resolve("signalbox.yaml")));
        try (var _ = HungFolder.over(share)) {
            assertThat(claimed("shop", file).key()).startsWith("shop-");
        }
    }

    // --- its id ---

    @Test
    void id_isMadeOnce_andForTheOwnerAlone() throws IOException {
        var state = claimed("shop", file);
        var identity = state.identity();
        state.belonging().claim(file);

        assertThat(state.identity()).isEqualTo(identity);
        assertThat(identity.id()).matches("[0-9a-f]{32}");
        assertThat(identity.key()).isEqualTo(identity.id() + "." + identity.path());
        assertThat(state.key()).isEqualTo("shop-" + identity.path());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(state.root().resolve("id"))))
                .isEqualTo("rw-------");
        assertThat(StateFolder.presence(state.root(), identity.id())).isEqualTo(StateFolder.Presence.THERE);
        assertThat(StateFolder.presence(state.root(), "another")).isEqualTo(StateFolder.Presence.GONE);
        assertThat(StateFolder.presence(folder.resolve("none"), identity.id())).isEqualTo(StateFolder.Presence.GONE);
    }

    @Test
    void id_isDamaged_anotherIsMade_andTheOldOneKeptToLookAt() throws IOException {
        var state = claimed("shop", file);
        var before = state.identity();
        Files.writeString(state.root().resolve("id"), "half");
        state.belonging().claim(file);

        assertThat(state.identity().id()).isNotEqualTo(before.id());
        assertThat(state.root().resolve("id.damaged")).hasContent("half");
    }

    /// Nor is a new one made of it: all that runs would be strangers.
    @Test
    void id_cannotBeRead_nothingIsOpened_andItIsStillThere() throws IOException {
        var state = claimed("shop", file);
        var id = state.root().resolve("id");
        var aside = state.root().resolve("aside");
        Files.move(id, aside);
        Files.createDirectory(id); // as root, anything else can be read

        assertThatIOException().isThrownBy(() -> state.belonging().claim(file));
        assertThatIOException().isThrownBy(state::identity);
        assertThat(id).isDirectory();
        assertThat(state.root().resolve("id.damaged")).doesNotExist();
    }

    /// Else each would take the other's processes for its own.
    @Test
    void folderWasCopied_isThatOfItsOwnPath_andHasAnIdOfItsOwn() throws IOException {
        var state = claimed("shop", file);
        var id = state.identity().id();
        Files.writeString(state.root().resolve("workspace"), "/elsewhere/signalbox.yaml\n");
        state.belonging().claim(file);

        assertThat(state.identity().id()).isNotEqualTo(id);
        assertThat(state.root().resolve("id.damaged")).doesNotExist();

        assertThat(state.identity().path()).isEqualTo(state.key().substring("shop-".length()));
    }

    // --- earlier versions ---

    private Path earlier() throws IOException {
        var crc = new CRC32();
        crc.update(file.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
        return Files.createDirectories(
                folder.resolve("state/signalbox/shop-" + HexFormat.of().toHexDigits((int) crc.getValue())));
    }

    /// It stays where it is: the processes that an earlier version has started write into it.
    @Test
    void folderOfAnEarlierVersion_isTakenOverWhereItIs() throws IOException {
        var earlier = earlier();
        var state = claimed("shop", file);

        assertThat(state.root()).isEqualTo(earlier);
        assertThat(state.identity().earlierKey())
                .isEqualTo(earlier.getFileName().toString())
                .endsWith("-" + state.identity().earlierPath());
        assertThat(of("renamed", file)).isEqualTo(state);
    }

    @Test
    void folderOfAnEarlierVersion_whoseTakingOverWasCutOff_isTakenOverByTheNext() throws IOException {
        var earlier = earlier();
        var state = of("shop", file);
        state.belonging().claim(file);
        var id = state.identity().id();
        Files.delete(earlier.resolve("workspace")); // what is written last

        assertThat(claimed("shop", file).root()).isEqualTo(earlier);
        assertThat(state.identity().id()).isEqualTo(id);
    }

    /// A link that was moved since leads to another folder's file.
    @Test
    void folderOfAnEarlierVersion_thatAnotherPathHasTakenOver_isNotTakenAgain() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link.yaml"), file);
        var earlier = earlier();
        assertThat(claimed("shop", link).root()).isEqualTo(earlier);
        Files.delete(link);
        Files.createSymbolicLink(link, Files.createFile(folder.resolve("moved.yaml")));

        assertThat(claimed("shop", file).root()).isNotEqualTo(earlier);
        assertThat(of("shop", link).root()).isEqualTo(earlier);
    }

    // --- whose it is ---

    private static void give(Path path) throws IOException {
        assumeTrue(Trust.ownUser() == 0, "only root can give files away");
        Files.setAttribute(path, "unix:uid", 65533, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void folderThatBelongsToAnother_isNoneForRoot_norBelowIt() throws IOException {
        var state = Files.createDirectory(folder.resolve("state"));
        var base = Files.createDirectory(state.resolve("signalbox"));
        give(base);

        assertThatIOException()
                .isThrownBy(() -> of("w", file))
                .withMessage(
                        "the state of services cannot be kept in %s: %s belongs to user 65533, and could have root write"
                                + " anywhere. Allowed: what root alone can change; XDG_STATE_HOME names another folder,"
                                + " as sudo -H does, or chown root %s, or \"user 65533\" in /etc/signalbox/trust",
                        base, base, base);

        Files.setAttribute(base, "unix:uid", 0);
        give(state);
        assertThatIOException().isThrownBy(() -> of("w", file)).withMessageContaining(state + " belongs to user 65533");
        assertThat(base).isEmptyDirectory();
    }

    @Test
    void folderWherePlantedOnesLie_isNotTaken() throws IOException {
        var planted = of("w", file).log();
        give(planted);

        assertThatIOException()
                .isThrownBy(() -> of("w", file))
                .withMessageContaining(planted + " belongs to user 65533");
    }

    @Test
    void socketOfAnother_isNotBelieved_norTheFolderOfAnother() throws IOException {
        var state = of("w", file);
        state.requireOwnEngine();
        Files.createFile(state.socket());
        state.requireOwnEngine();

        give(state.socket());
        assertThatIOException()
                .isThrownBy(state::requireOwnEngine)
                .withMessage(
                        "an engine over %s is not believed: %s belongs to user 65533. Allowed: what belongs to user root;"
                                + " XDG_STATE_HOME names another folder. Its own user can ask it (sudo -u)",
                        state.root(), state.socket());

        Files.delete(state.socket());
        give(state.root());
        assertThatIOException().isThrownBy(state::requireOwnEngine).withMessageContaining("belongs to user 65533");
    }

    @Test
    void linkInThePlaceOfAFile_isNotWrittenThrough() throws IOException {
        var target = folder.resolve("target");
        var link = Files.createSymbolicLink(folder.resolve("a.out.log"), target);

        assertThatIOException()
                .isThrownBy(() -> PrivateFiles.create(link))
                .withMessageContaining("is no file, but a link");
        Files.writeString(target, "");
        assertThatIOException()
                .isThrownBy(() -> PrivateFiles.create(link))
                .withMessageContaining("is no file, but a link");
    }
}
