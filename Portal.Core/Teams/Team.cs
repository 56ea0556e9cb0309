namespace Portal.Core.Teams;

public sealed class Team
{
    /// <summary>The team that runs the fleet: it approves what is risky and overrides checks.</summary>
    public const string PlatformName = "platform";

    public TeamId Id { get; private set; }
    public required string Name { get; init; }
    public required string Title { get; set; }

    /// <summary>How the team is reached: a channel, or an address.</summary>
    public string Contact { get; set; } = "";

    /// <summary>Where its on-call is called; a link or a number.</summary>
    public string OnCall { get; set; } = "";
}

/// <summary>What a person may be in a team. Platform and Auditor count everywhere, whichever team they are held in.</summary>
public enum Role
{
    /// <summary>Sees the records of its topics, masked; everything else that can be looked at, but the audit log, is for everybody.</summary>
    Viewer,
    Member,
    Approver,
    OnCall,

    /// <summary>Manages the team: its people, its Portal service accounts, how it is reached. Neither requests nor approves by that.</summary>
    Owner,
    Platform,
    Auditor,
}

public sealed class Membership
{
    public required PersonId PersonId { get; init; }
    public required TeamId TeamId { get; init; }
    public required Role Role { get; init; }

    /// <summary>By which a person gave it; null where a rule did, or it came with the first start.</summary>
    public long? GrantId { get; init; }

    /// <summary>From then on it doesn't count; null: it has no end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Given by a rule for what an identity provider says, and taken away when no rule gives it any more.</summary>
    public bool ByRule { get; init; }

    /// <summary>For some hours, at its holder's own request: they may give it up at any time.</summary>
    public bool IsElevation { get; init; }
}
