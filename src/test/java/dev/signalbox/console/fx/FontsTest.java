package dev.signalbox.console.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;

@ExtendWith(ApplicationExtension.class)
class FontsTest {

    @Test
    void load_familiesHaveTheNamesThatStyleSheetsUse() {
        Fonts.load();
        Fonts.load();

        for (String family : List.of(Fonts.UI, Fonts.UI_MEDIUM, Fonts.UI_SEMI_BOLD, Fonts.MONO)) {
            assertThat(Font.getFamilies()).contains(family);
            assertThat(Font.font(family, 12).getFamily()).isEqualTo(family);
        }
        assertThat(Font.font(Fonts.MONO, FontWeight.BOLD, 12).getName()).isEqualTo("JetBrains Mono Bold");
    }
}
