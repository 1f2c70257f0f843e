package dev.signalbox.driver.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Secrets;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.TestDefinitions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Secrets stay secret in the command lines that are shown.
class SecretsTest {
    private final Secrets secrets = new Secrets();

    @BeforeEach
    void addDefinition() {
        secrets.add(TestDefinitions.of(
                "backend",
                new Command.Shell("exec sleep $PASSWORD"),
                Path.of("").toAbsolutePath(),
                List.of(),
                Map.of(
                        "PASSWORD", new EnvValue("98765", true),
                        "PASSWORD_2", new EnvValue("98765432", true),
                        "SHORT_KEY", new EnvValue("s", true),
                        "PRIVATE_KEY", new EnvValue("-----BEGIN KEY-----\n4dRlOPRXYZ\n-----END KEY-----\n", true),
                        "LEVEL", new EnvValue("debug", false)),
                StopSettings.DEFAULT));
    }

    @Test
    void mask_secrets_areDots() {
        assertThat(secrets.mask("sleep 98765")).isEqualTo("sleep ••••••");
    }

    @Test
    void mask_oneWithinAnother_showsNoneOfIt() {
        assertThat(secrets.mask("sleep 98765432")).isEqualTo("sleep ••••••");
    }

    @Test
    void mask_openAndShortValues_areShown() {
        assertThat(secrets.mask("sleep --level debug")).isEqualTo("sleep --level debug");
    }

    @Test
    void commandLine_ofARealProcess_isMasked() throws Exception {
        var process = new ProcessBuilder("sleep", "98765").start();
        try {
            assertThat(new LinuxProcessTable(secrets::mask).commandLine(process.pid()))
                    .isEqualTo("sleep ••••••");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void mask_oneLineOfASecretThatHasSeveral_isDots() {
        assertThat(secrets.mask("cannot read 4dRlOPRXYZ")).isEqualTo("cannot read ••••••");
    }
}
