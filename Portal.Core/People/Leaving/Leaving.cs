using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.People.Roles;
using Portal.Core.Teams;

namespace Portal.Core.People.Leaving;

/// <summary>A role that nobody else has who may sign in.</summary>
/// <param name="Team">The team's name.</param>
/// <param name="Only">What it counts for; null: for all that the team owns.</param>
public sealed record LoneRole(string Team, string TeamTitle, Role Role, WantedScope? Only);

/// <summary>A grant that somebody requested and that is in force.</summary>
/// <param name="Cluster">The cluster's name.</param>
public sealed record RequestedGrant(string Cluster, string Name, string OwnerTitle);

/// <summary>A password that only its requester can see.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Name">Of the Kafka service account.</param>
/// <param name="IsMade">It waits to be shown; otherwise the change that makes it is being applied.</param>
public sealed record UnseenPassword(string Cluster, string Name, string OwnerTitle, bool IsMade);

/// <summary>What somebody who leaves would leave behind.</summary>
/// <param name="IsDisabled">They can't sign in any more.</param>
/// <param name="Alone">By team; the role platform isn't handed over, because somebody else always has it.</param>
/// <param name="Changes">Requested by them and not over, newest first. Those that are being applied, or are stuck, stay theirs.</param>
/// <param name="Drafts">Begun by them and not sent.</param>
/// <param name="Accounts">Names of Portal service accounts that they created, or created a token of that still works: they may know it.</param>
/// <param name="Ending">Names of Portal service accounts that have tokens which were created with a token of theirs: those end with it.</param>
/// <param name="WithRules">Names of Portal service accounts that have rules for workloads which they added: those end with their access.</param>
/// <param name="Grants">In force, by cluster and name.</param>
/// <param name="Passwords">That nobody will see once they are out, by cluster and name.</param>
public sealed record LeavingPerson(
    string Handle,
    string Name,
    bool IsDisabled,
    IReadOnlyList<LoneRole> Alone,
    IReadOnlyList<ChangeRow> Changes,
    IReadOnlyList<DraftRow> Drafts,
    int OpenSessions,
    int WorkingTokens,
    IReadOnlyList<string> Accounts,
    IReadOnlyList<string> Ending,
    IReadOnlyList<string> WithRules,
    IReadOnlyList<RequestedGrant> Grants,
    IReadOnlyList<UnseenPassword> Passwords
);

/// <summary>Who takes over, and why.</summary>
/// <param name="Successor">A handle.</param>
public sealed record HandOverWish(string Successor, string Reason);
