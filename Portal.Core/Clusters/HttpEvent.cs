using Portal.Core.Audit;
using Portal.Core.Teams;

namespace Portal.Core.Clusters;

/// <summary>What the audit log keeps of an engine with an HTTP API that was set or removed: nothing secret.</summary>
internal static class HttpEvent
{
    public static AuditEvent Saved(
        DateTimeOffset now,
        Caller who,
        Cluster cluster,
        (string Event, string Noun) words,
        HttpDraft draft
    ) =>
        ClusterRegister.Event(
            now,
            who,
            cluster,
            $"{words.Event}.saved",
            $"{who.DisplayName} set the {words.Noun} of {cluster.Name} to {draft.InWords}."
        );

    public static AuditEvent Removed(
        DateTimeOffset now,
        Caller who,
        Cluster cluster,
        (string Event, string Noun) words
    ) =>
        ClusterRegister.Event(
            now,
            who,
            cluster,
            $"{words.Event}.removed",
            $"{who.DisplayName} removed the {words.Noun} of {cluster.Name}; its password, token or key was erased."
        );
}
