package dev.signalbox.console.commands;

import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import java.util.List;

/// What actions show and move in the window. FX thread.
public interface Views {

    /// What is highlighted in the table and can be seen.
    Target target();

    /// Puts the cursor into the filter of the table.
    void filter();

    /// Begins to find something in the log that is shown.
    ///
    /// @return whether one is
    boolean find();

    /// Shows one side of a service.
    void open(ServiceModel service, ServiceTab tab);

    /// Shows a service in detail, on the side that was looked at last, and goes there.
    void openDetails(ServiceModel service);

    /// Shows the history of all services.
    void openHistory();

    /// Shows an operation: where it runs or waits, else in the history.
    ///
    /// @param id of an operation, or of none
    void openOperation(long id);

    /// Whether the workspace can be read again from here.
    boolean canReload();

    /// Reads the workspace again and shows what is different.
    void reload();

    /// Changes between dark and light.
    void switchTheme();

    /// Offers all that can be done, to be found by a few letters.
    void showPalette();

    /// Shows all that was noticed, or no more.
    void toggleNotices();

    /// Whether notices of all these services are told nowhere.
    boolean areMuted(List<ServiceModel> services);

    /// Mutes notices of these services for half an hour; where all of them are muted, tells of them again.
    void toggleMute(List<ServiceModel> services);

    /// Shows what keys there are.
    void showKeys();

    /// Shows which program this is.
    void showAbout();

    /// Copies what somebody has to know who is told that something is wrong.
    void copyDiagnostics();

    /// The table.
    Table table();

    /// How the selection moves through the table.
    interface Table {
        /// Selects the row `distance` rows below.
        void move(int distance);

        /// As [#move], and leaves all between selected.
        void extend(int distance);

        /// How many rows can be seen at once.
        int page();

        void selectFirst();

        void selectLast();

        void selectAll();

        /// Leaves one of several selected services.
        void selectFocused();

        /// Folds the group of the selected row away, or unfolds it.
        void fold(boolean away);

        /// Folds the selected group away, or unfolds it.
        void toggle();

        /// Opens the menu of what is selected.
        void openMenu();

        /// Whether several services are selected one by one.
        boolean isSeveralSelected();

        /// Whether the heading of a group is selected, and nothing else.
        boolean isGroupSelected();
    }
}
