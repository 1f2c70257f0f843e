/// Workspace files: `signalbox.yaml` read into service definitions, or into all of its mistakes at once.
///
/// [WorkspaceFile][dev.signalbox.workspace.WorkspaceFile] is the way in. It builds a tree of located nodes, and
/// small readers turn that into records while they collect what is wrong.
package dev.signalbox.workspace;
