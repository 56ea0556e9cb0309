using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Requests;

/// <summary>
/// What the audit keeps of a request beside its words: all that was requested. An edited request replaces the former one in
/// the tables, and the audit is what is sealed, so it has to hold each of them by itself.
/// </summary>
/// <param name="Draft">The number of the draft that was sent; null: there was none.</param>
internal sealed record RequestRecord(
    string Title,
    string Reason,
    IReadOnlyList<RequestRecord.Requested> Resources,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Draft
)
{
    /// <param name="change">With its resources as they are requested now.</param>
    public static RequestRecord Of(Change change, DraftReading read, DraftId? draft)
    {
        var teams = read.Owners.Values.ToDictionary(t => t.Id, t => t.Name);
        var clusters = read.Clusters.Values.ToDictionary(c => c.Id, c => c.Name);
        return new(
            change.Title,
            change.Reason,
            [
                .. change.Resources.Select(r => new Requested(
                    r.Kind,
                    r.Operation,
                    clusters[r.ClusterId],
                    r.Name,
                    teams[r.OwnerTeamId],
                    r.NewOwnerTeamId is { } given ? teams[given] : null,
                    Json(r.Wanted),
                    Json(r.Base),
                    r.DependsOn,
                    r.IsPermanent,
                    r.KeepsLabels
                )),
            ],
            draft?.Value
        );
    }

    public string ToJson() => CoreJson.Write(this);

    private static JsonElement? Json(string? spec) => spec is null ? null : CoreJson.Read<JsonElement>(spec);

    /// <param name="NewOwner">For a transfer: the team that is to own it.</param>
    /// <param name="Wanted">Null for a delete.</param>
    /// <param name="Base">For an update: only what differs from it was requested.</param>
    /// <param name="KeepsLabels">No labels were requested: those in <paramref name="Wanted"/> are what it had then.</param>
    internal sealed record Requested(
        ResourceKind Kind,
        ResourceOperation Operation,
        string Cluster,
        string Name,
        string Owner,
        string? NewOwner,
        JsonElement? Wanted,
        JsonElement? Base,
        int[] DependsOn,
        bool IsPermanent,
        bool KeepsLabels
    );
}
