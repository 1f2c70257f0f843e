package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

final class PathArgumentTest {
    @Test
    void file_isThatPath() {
        assertThat(new PathArgument(false, "UTF-8").convert("a/b")).isEqualTo(Path.of("a/b"));
        assertThat(new PathArgument(true, "UTF-8").convert("/a/b")).isEqualTo(Path.of("/a/b"));
    }

    @Test
    void fileInAFolderThatIsDeleted_isToldInOneSentence() {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new PathArgument(true, "UTF-8").convert("shop.yaml"))
                .withMessage(
                        "the folder that this was called in is deleted, so there is no \"shop.yaml\" in it; call it"
                                + " in another one, or name the whole path");
    }

    @Test
    void lettersThatJavaCannotTell_areToldInOneSentence() {
        // In the character set of the tests half a surrogate pair is no letter; in ASCII every other letter is none.
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new PathArgument(false, "ANSI_X3.4-1968").convert("gr\udcfcn"))
                .withMessage("it has letters that Java cannot tell in the character set ANSI_X3.4-1968 of this machine;"
                        + " install a locale with UTF-8, such as C.UTF-8");
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new PathArgument(false, "UTF-8").convert("a\0b"))
                .withMessageContaining("cannot be the name of a file");
    }
}
