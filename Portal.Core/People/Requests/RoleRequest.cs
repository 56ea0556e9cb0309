using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.People.Roles;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Requests;

public enum RoleRequestState
{
    Pending,
    Granted,
    Refused,

    /// <summary>By who requested it.</summary>
    Withdrawn,

    /// <summary>Nobody decided in time.</summary>
    Expired,
}

/// <summary>A role that somebody requests for themselves. It is kept when it is decided.</summary>
public sealed class RoleRequest
{
    public long Id { get; private set; }
    public required PersonId PersonId { get; init; }
    public required TeamId TeamId { get; init; }
    public required Role Role { get; init; }
    public required string Reason { get; init; }

    /// <summary>Until when the role is requested; null: an elevation.</summary>
    public required DateTimeOffset? RoleEndsAt { get; init; }

    /// <summary>An elevation: for this many hours, from when it is granted.</summary>
    public required int? ElevationHours { get; init; }
    public string? OnlyEnvironment { get; init; }
    public string? OnlyKind { get; init; }
    public string? OnlyCluster { get; init; }
    public string? OnlyName { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Nobody decides after it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
    public RoleRequestState State { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The handle of who ended it; the clock where it expired.</summary>
    public string? DecidedBy { get; set; }
    public string Comment { get; set; } = "";

    /// <summary>What it is to count for; null: for all that the team owns.</summary>
    public WantedScope? Only => WantedScope.Of(OnlyEnvironment, OnlyKind, OnlyCluster, OnlyName);

    /// <summary>For how long, in a sentence.</summary>
    public string SpanInWords =>
        RoleEndsAt is { } until
            ? $"until {UtcTime.InWords(until)}"
            : $"for {Quantity.Of(ElevationHours!.Value, "hour", "hours")}";
}

internal sealed class RoleRequestMap : IEntityTypeConfiguration<RoleRequest>
{
    public void Configure(EntityTypeBuilder<RoleRequest> e)
    {
        e.ToTable("role_request").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
        e.Ignore(x => x.SpanInWords);
        e.Ignore(x => x.Only);
    }
}
