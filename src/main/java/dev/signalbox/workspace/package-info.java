/// Workspace files: `signalbox.yaml` read into service definitions, or into all of its mistakes at once.
///
/// [WorkspaceFile][dev.signalbox.workspace.WorkspaceFile] is the way in. It builds a tree of located nodes, and
/// small readers turn that into records while they collect what is wrong. Of each service the variables are read
/// first, and what its references stand for is put into its nodes; the readers after that know of none.
/// [WorkspaceChanges][dev.signalbox.workspace.WorkspaceChanges] tells how two versions of a workspace differ, and
/// [WorkspaceWatch][dev.signalbox.workspace.WorkspaceWatch] when the files hold another one.
package dev.signalbox.workspace;
