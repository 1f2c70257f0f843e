package dev.signalbox.console.inspector;

import dev.signalbox.console.model.ServiceModel;
import org.jspecify.annotations.Nullable;

/// One tab of the inspector. Only the tab on top follows the model.
interface InspectorTab {

    /// Shows `service` and follows it from now on, and no other one; `null` to let go of it, because the tab is
    /// out of sight. FX thread.
    void show(@Nullable ServiceModel service);
}
