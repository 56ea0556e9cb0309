using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.People.BreakGlass;
using Portal.Core.People.Requests;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Tests.Costs;

/// <summary>People with a role that ends, a request for another, and break-glass access that was never confirmed; and Portal service accounts.</summary>
internal static class CostedPeople
{
    /// <returns>One of the people, and their break-glass access.</returns>
    public static async Task<(string Person, string Account, long BreakGlass)> Fill(
        PortalDb db,
        int many,
        DateTimeOffset now
    )
    {
        var team = (await db.Set<Team>().SingleAsync(t => t.Name == "payments")).Id;
        var people = Enumerable
            .Range(0, many)
            .Select(i => new Person { Handle = $"costed.of{many}.n{i}", Name = $"Costed {i} of {many}" })
            .ToList();
        var accounts = Enumerable
            .Range(0, many)
            .Select(i => new Person
            {
                Handle = $"costed-ci.of{many}.n{i}",
                Name = $"costed-ci.of{many}.n{i}",
                About = "For a test.",
                OwnerTeamId = team,
            })
            .ToList();
        db.AddRange(people);
        db.AddRange(accounts);
        await db.SaveChangesAsync();
        foreach (var person in people.Concat(accounts))
        {
            await Give(db, person.Id, team, now);
        }

        db.AddRange(people.Select(person => Request(person.Id, team, now)));
        var opened = people.Select(person => Opened(person.Id, team, now)).ToList();
        db.AddRange(opened);
        await db.SaveChangesAsync();
        return (people[^1].Handle, accounts[^1].Handle, opened[^1].Id);
    }

    private static async Task Give(PortalDb db, PersonId person, TeamId team, DateTimeOffset now)
    {
        var grant = new RoleGrant
        {
            PersonId = person,
            TeamId = team,
            Role = Role.Member,
            Reason = "For a test.",
            GivenBy = "sam",
            GivenAt = now,
            ExpiresAt = now.AddDays(30),
        };
        db.Add(grant);
        await db.SaveChangesAsync();
        db.Add(
            new Membership
            {
                PersonId = person,
                TeamId = team,
                Role = Role.Member,
                GrantId = grant.Id,
                ExpiresAt = grant.ExpiresAt,
            }
        );
        await db.SaveChangesAsync();
    }

    private static RoleRequest Request(PersonId person, TeamId team, DateTimeOffset now) =>
        new()
        {
            PersonId = person,
            TeamId = team,
            Role = Role.OnCall,
            Reason = "For a test.",
            RoleEndsAt = now.AddDays(20),
            ElevationHours = null,
            RequestedAt = now,
            ExpiresAt = now.AddDays(7),
        };

    private static BreakGlassAccess Opened(PersonId person, TeamId team, DateTimeOffset now) =>
        new()
        {
            PersonId = person,
            TeamId = team,
            Role = Role.Approver,
            Reason = "For a test.",
            OpenedAt = now,
            ConfirmBy = now.AddMinutes(30),
        };
}
