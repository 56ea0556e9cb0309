using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Bootstrap;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roles;

/// <summary>Whose role it is, and in which team.</summary>
internal sealed record RoleParties(Person Person, Team Team)
{
    private bool IsBootstrap { get; init; }

    // The caller's own by another account: an identity provider stated the same e-mail address of both.
    private bool IsCallers { get; init; }

    /// <returns>Both, or why the caller may not give or take this role.</returns>
    public static async Task<Outcome<RoleParties>> Find(
        PortalDb db,
        KnownCaller who,
        RoleHolder holder,
        string teamName,
        Role role,
        CancellationToken stop
    )
    {
        if (await db.Set<Team>().SingleOrDefaultAsync(t => t.Name == teamName, stop) is not { } team)
        {
            return Refusal.NotFound($"There is no team {teamName}.");
        }

        if (await Stewardship.Now(db, who, stop) is not { } caller)
        {
            return Stewardship.Gone;
        }

        if (RoleGrants.May(caller, team.Id, role) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        return
            await db.Set<Person>()
                .SingleOrDefaultAsync(
                    p =>
                        p.Handle == holder.Handle && p.RemovedAt == null && (p.OwnerTeamId != null) == holder.IsAccount,
                    stop
                )
                is { } person
            ? new RoleParties(person, team)
            {
                IsBootstrap = await db.Set<BootstrapAccount>().AnyAsync(a => a.PersonId == person.Id, stop),
                IsCallers = await SameHuman
                    .Of(db, [.. who.Caller.Actor.Names])
                    .AnyAsync(handle => handle == person.Handle, stop),
            }
            : Refusal.NotFound(
                holder.IsAccount
                    ? AccountName.NotThere(holder.Handle)
                    : $"There is nobody with the handle {holder.Handle}."
            );
    }

    /// <summary>Why this person can't be given the role; null when they can.</summary>
    public Refusal? Unfit(KnownCaller who, Role role) =>
        Person.Id == who.Id ? Refusal.Conflict("Somebody else has to give you a role.")
        : IsCallers
            ? Refusal.Conflict(
                $"Your account has the e-mail address of {Person.Name}'s. Somebody else has to give this role."
            )
        : IsBootstrap
            ? Refusal.Conflict("The bootstrap administrator has the role platform and can't be given another role.")
        : Person.DisabledAt is not null ? Refusal.Conflict($"{Person.Name} is disabled, and has no use for a role.")
        : Person.OwnerTeamId is not null && !RoleHolder.RolesOfAccounts.Contains(role)
            ? Refusal.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["role"] =
                        "A Portal service account can be viewer, member or auditor. Approving, deciding on stuck runs, and what platform engineers do, is for people.",
                }
            )
        : role == Role.Platform && Team.Name != Team.PlatformName
            ? Refusal.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["team"] = $"Platform is a role of the team {Team.PlatformName}: it counts everywhere.",
                }
            )
        : null;
}
