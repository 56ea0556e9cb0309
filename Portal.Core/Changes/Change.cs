using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Changes;

/// <summary>What somebody wants, from the request to its end. Its state moves only by <see cref="Lifecycle"/>.</summary>
public sealed class Change
{
    public ChangeId Id { get; private set; }
    public required string Title { get; set; }
    public string Reason { get; set; } = "";
    public required ChangeState State { get; set; }
    public required string Environment { get; init; }
    public required Actor Actor { get; set; }

    /// <summary>Everybody whose words the request holds: who asked, who rewrote it, and for whom.</summary>
    public required string[] Authors { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The plan that votes are about.</summary>
    public PlanId? PlanId { get; set; }

    /// <summary>Why it is where it is, in words for a person.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>PostgreSQL's xmin: a person's edit carries the version it saw.</summary>
    public uint Version { get; private set; }

    public List<ChangeResource> Resources { get; init; } = [];

    /// <summary>The teams that own what it is about, each once. Needs its resources.</summary>
    public IReadOnlyList<TeamId> Owners => [.. Resources.OrderBy(r => r.Ordinal).Select(r => r.OwnerTeamId).Distinct()];

    /// <summary>What it is about, with who owns it. Needs its resources.</summary>
    public IReadOnlyList<OwnedPlace> Owned => [.. Resources.Select(r => r.In(Environment))];

    /// <summary>By ordinal, where each of its resources stands. Needs them.</summary>
    public IReadOnlyDictionary<int, ResourcePlace> Places =>
        Resources.ToDictionary(r => r.Ordinal, r => r.In(Environment).At);

    /// <summary>Whether it makes a resource, so that nobody has it yet. Needs its resources.</summary>
    public bool Creates(ResourceRef on) => Resources.Exists(r => r.On == on && r.Operation == ResourceOperation.Create);
}
