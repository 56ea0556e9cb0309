using System.Text.Json.Nodes;
using Portal.Core.Teams;

namespace Portal.Core.Audit;

/// <summary>One act, written in the transaction that did it.</summary>
public sealed class AuditEvent
{
    private readonly string? _data;

    public long Id { get; private set; }
    public required DateTimeOffset At { get; init; }
    public required Actor Actor { get; init; }

    /// <summary>A dotted word: change.submitted, vote.cast, step.done, cluster.registered.</summary>
    public required string Kind { get; init; }
    public ChangeId? ChangeId { get; init; }
    public ClusterId? ClusterId { get; init; }
    public string Subject { get; init; } = "";
    public required string Words { get; init; }

    /// <summary>What belongs to it beside the words, as a JSON object; the number of the API token that it was done with among it.</summary>
    public string? Data
    {
        get => Actor.Token is { } token ? With(token, _data) : _data;
        init => _data = value;
    }

    private static string With(long token, string? data)
    {
        var all = data is null ? new JsonObject() : JsonNode.Parse(data)!.AsObject();
        all["token"] = token;
        return all.ToJsonString(CoreJson.Options);
    }
}

/// <summary>The number and chain hash a sealer gave an event afterwards.</summary>
public sealed class AuditSeal
{
    public required long Number { get; init; }
    public required long EventId { get; init; }
    public required byte[] Previous { get; init; }
    public required byte[] Hash { get; init; }
}
