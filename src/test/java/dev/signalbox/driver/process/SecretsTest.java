package dev.signalbox.driver.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Secrets;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.Secrecy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.TestDefinitions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    // --- what stands in a .env and is no secret ---

    private static Secrets of(Map<String, EnvValue> env) {
        var secrets = new Secrets();
        var folder = Path.of("").toAbsolutePath();
        secrets.add(TestDefinitions.of("a", new Command.Shell("x"), folder, List.of(), env, StopSettings.DEFAULT));
        return secrets;
    }

    private static final Map<String, String> DOT_ENV = Map.ofEntries(
            Map.entry("NODE_ENV", "production"),
            Map.entry("HOST", "localhost"),
            Map.entry("PORT", "8000"),
            Map.entry("APP", "backend"),
            Map.entry("ROOT", "/srv/shop"),
            Map.entry("LOG_LEVEL", "error"),
            Map.entry("DEBUG", "true"),
            Map.entry("VERSION", "2.14.3"),
            Map.entry("DB_HOST", "db1.internal.example.com"),
            Map.entry("IMAGE", "my-app-backend-v2-production"),
            Map.entry("QUEUE_URL", "amqp://localhost:5672/jobs"));

    @ParameterizedTest
    @EnumSource(names = {"FROM_FILE", "FROM_ENGINE", "SECRET"})
    void crashMessage_staysReadable_whateverStandsInADotEnv(Secrecy secrecy) {
        var env = DOT_ENV.entrySet().stream()
                .filter(each -> secrecy != Secrecy.SECRET || each.getValue().matches("[a-z]+|[0-9]+|/.*"))
                .collect(Collectors.toMap(Map.Entry::getKey, each -> new EnvValue(each.getValue(), secrecy)));
        var message =
                "error: production server backend 2.14.3 on localhost:8000 cannot read /srv/shop/config: true story,"
                        + " my-app-backend-v2-production at db1.internal.example.com says amqp://localhost:5672/jobs is down";

        assertThat(of(env).mask(message)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
                "d41d8cd98f00b204e9800998ecf8427e",
                "0190a3b2-9c1d-7a2e-8f3b-5d6e7f8a9b0c",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"
            })
    void keyOfADotEnv_isDots_underAnyName(String key) {
        assertThat(of(Map.of("STRIPE", new EnvValue(key, Secrecy.FROM_FILE))).mask("bad key " + key + "!"))
                .isEqualTo("bad key ••••••!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "hush-hush", "p@ss!", "correcthorsebattery", "123456", "/9j4AAQ5kZJRgA1BAQ"})
    void passwordThatIsSaidToBeOne_isDots(String password) {
        assertThat(of(Map.of("X", new EnvValue(password, Secrecy.SECRET))).mask("wrong: " + password))
                .isEqualTo("wrong: ••••••");
    }

    @ParameterizedTest
    @EnumSource(names = {"FROM_FILE", "SECRET"})
    void ofAUrl_onlyThePasswordIsDots(Secrecy secrecy) {
        var secrets = of(Map.of("DB", new EnvValue("postgres://shop:hunt%212@db:5432/shop", secrecy)));

        assertThat(secrets.mask("postgres://shop:hunt%212@db:5432/shop refused hunt!2, user shop, host db:5432"))
                .isEqualTo("postgres://shop:••••••@db:5432/shop refused ••••••, user shop, host db:5432");
    }

    @Test
    void passwordOfAUrlThatNobodyHasTold_isDots() {
        assertThat(of(Map.of()).mask("cannot reach redis://:postgres@cache:6379 and http://h:80/a@b"))
                .isEqualTo("cannot reach redis://:••••••@cache:6379 and http://h:80/a@b");
    }
}
