package dev.signalbox.service.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.service.DriverException;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What stands before a program so that it has the user, the priority and the limits of its service.
final class ExecutionTest {
    private static final Account ACCOUNT = new Account("db", 70, 71, "/var/lib/db", "/bin/sh");
    private static final OwnRights ROOT = new OwnRights(0, 0, 0, -20, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final OwnRights USER = new OwnRights(1000, 1000, 5, 5, 4096, Long.MAX_VALUE);

    private static void assertRefused(ProcessSettings settings, @Nullable Account account, String message) {
        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(() -> Execution.of(settings, account, USER))
                .withMessage(message);
    }

    @Test
    void of_everything_losesTheRightsLast() throws Exception {
        var execution = Execution.of(new ProcessSettings("db", -5, 1 << 20, 512), ACCOUNT, ROOT);

        assertThat(execution.prefix().stream().map(word -> word.replaceFirst("^/.*/", "")))
                .containsExactly(
                        "nice",
                        "-n",
                        "-5",
                        "prlimit",
                        "--as=1048576",
                        "--nofile=512",
                        "--",
                        "setpriv",
                        "--reuid=70",
                        "--regid=71",
                        "--init-groups",
                        "--");
        assertThat(execution.variables())
                .isEqualTo(Map.of("HOME", "/var/lib/db", "SHELL", "/bin/sh", "USER", "db", "LOGNAME", "db"));
    }

    @Test
    void of_whatIsSoAnyway_needsNothing() throws Exception {
        var self = new Account("me", 1000, 1000, "/home/me", "/bin/sh");

        assertThat(Execution.of(new ProcessSettings("me", 5, 0, 0), self, USER))
                .isEqualTo(new Execution(List.of(), Map.of(), OptionalLong.empty()));
    }

    @Test
    void of_nice_isToldFromTheConsolesOwn() throws Exception {
        assertThat(Execution.of(new ProcessSettings("", 15, 0, 0), null, USER).prefix())
                .endsWith("-n", "10");
    }

    @Test
    void of_whatTheConsoleMayNotGive_isRefused() {
        assertRefused(
                new ProcessSettings("db", null, 0, 0),
                ACCOUNT,
                "it shall run as user db in group 71, but the engine is no root: it has user id 1000 in group 1000 and"
                        + " cannot become another");
        assertRefused(
                new ProcessSettings("", 4, 0, 0),
                null,
                "it shall run at nice 4, but the engine may give 5 at the lowest; for less it must run as root");
        assertRefused(
                new ProcessSettings("", null, 0, 5000),
                null,
                "its limit open_files is 5000, but the engine's own is 4096");
    }

    @Test
    void parse_whatTheKernelTells_isUnderstood() {
        var status = "Name:\tx\nUid:\t1000\t1001\t1000\t1000\nGid:\t7\t8\t7\t7\nCapEff:\t0000000000000000\n";
        var stat = "1 (a b) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 7 1 0 55";
        var limits = "Max address space         unlimited            unlimited            bytes\n"
                + "Max open files            1024                 4096                 files\n"
                + "Max nice priority         0                    23\n";

        assertThat(OwnRights.parse(status, stat, limits))
                .isEqualTo(new OwnRights(1001, 8, 7, -3, 4096, Long.MAX_VALUE));
        var capable = "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\n";
        assertThat(OwnRights.parse(capable, stat, limits))
                .isEqualTo(new OwnRights(0, 0, 7, -20, Long.MAX_VALUE, Long.MAX_VALUE));
    }

    @Test
    void parse_noLimitOfPriorities_mayGiveAny() throws Exception {
        var status = "Uid:\t1000\t1000\t1000\t1000\nGid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000\n";
        var stat = "1 (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 55";
        var limits = "Max address space         unlimited            unlimited            bytes\n"
                + "Max open files            1024                 4096                 files\n"
                + "Max nice priority         unlimited            unlimited\n";

        assertThat(OwnRights.parse(status, stat, limits).lowestNice()).isEqualTo(-20);
    }

    private static List<String> names(Execution execution) {
        return execution.prefix().stream()
                .map(word -> word.replaceFirst("^/.*/", ""))
                .toList();
    }

    @Test
    void of_userThatIsOnlyANumber_losesTheGroupsOfTheEngine() throws Exception {
        var account = new Account("", 4711, 4712, "/", "/bin/sh");
        var execution = Execution.of(new ProcessSettings("4711", null, 0, 0), account, ROOT);

        assertThat(names(execution)).containsExactly("setpriv", "--reuid=4711", "--regid=4712", "--clear-groups", "--");
        assertThat(execution.variables()).isEqualTo(Map.of("HOME", "/", "SHELL", "/bin/sh"));
        assertThat(execution.owner()).hasValue(4711);
    }

    @Test
    void of_noNewPrivileges_needsNoRights() throws Exception {
        var settings = new ProcessSettings("", "", null, 0, 0, 0077, true);

        assertThat(names(Execution.of(settings, null, USER))).containsExactly("setpriv", "--no-new-privs", "--");
    }

    @Test
    void of_theEnginesUserInAnotherGroup_needsRootAndKeepsItsVariables() throws Exception {
        var settings = new ProcessSettings("me", "adm", null, 0, 0, 0022, false);
        var self = new Account("me", 1000, 4, "/home/me", "/bin/sh");

        assertRefused(
                settings,
                self,
                "it shall run as user me in group 4, but the engine is no root: it has user id 1000 in group 1000 and"
                        + " cannot become another");
        var root = new Account("root", 0, 4, "/root", "/bin/sh");
        var execution = Execution.of(settings, root, ROOT);
        assertThat(names(execution)).containsExactly("setpriv", "--reuid=0", "--regid=4", "--init-groups", "--");
        assertThat(execution.variables()).isEmpty();
    }

    @Test
    void find_numberThatNoListHas_needsAGroup() throws Exception {
        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(() -> Account.find("4000000123", ""))
                .withMessage("this machine's list of users has no 4000000123, so it does not tell his group; name one,"
                        + " as in user: \"4000000123:4000000123\"");
        assertThat(Account.find("4000000123", "4000000124"))
                .isEqualTo(new Account("", 4_000_000_123L, 4_000_000_124L, "/", "/bin/sh"));
    }

    @Test
    void find_whatTheMachineHasNot_isRefused() {
        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(() -> Account.find("no-such-user", ""))
                .withMessage("this machine has no user no-such-user");
        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(() -> Account.find("root", "no-such-group"))
                .withMessage("this machine has no group no-such-group");
        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(() -> Account.find("4294967295", "0"))
                .withMessage("4294967295 is no number of a user or group: the greatest is 4294967294");
    }

    @Test
    void find_otherGroup_takesThePlaceOfTheUsersOwn() throws Exception {
        assertThat(Account.find("root", "daemon").group())
                .isEqualTo(Account.find("daemon", "").group());
    }
}
