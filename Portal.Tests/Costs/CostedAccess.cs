using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Access.Reviews;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Tests.Costs;

/// <summary>Grants, a review of all of them, and service accounts, as many as there are topics.</summary>
internal static class CostedAccess
{
    public const string Principal = "User:costed";

    /// <summary>A grant on each topic for one principal, and on the last topic one for each of as many others.</summary>
    /// <returns>One of the grants, and its service account.</returns>
    public static async Task<(string Grant, string Account, long Review)> Fill(
        PortalDb db,
        ClusterId cluster,
        string[] topics,
        DateTimeOffset now
    )
    {
        var owner = (await db.Set<Team>().SingleAsync(t => t.Name == "payments")).Id;
        if (!await db.Set<AclReading>().AnyAsync(r => r.ClusterId == cluster))
        {
            db.Add(
                new AclReading
                {
                    ClusterId = cluster,
                    ReadAt = now,
                    TriedAt = now,
                }
            );
            db.Add(
                new CredentialReading
                {
                    ClusterId = cluster,
                    ReadAt = now,
                    TriedAt = now,
                }
            );
        }

        var grants = new List<AccessGrant>();
        foreach (var topic in topics)
        {
            grants.Add(Grant(db, cluster, owner, $"{topic}.read", Spec(Principal, topic, now), now));
            grants.Add(Grant(db, cluster, owner, $"{topic}.other", Spec($"User:{topic}", topics[^1], now), now));
            Account(db, cluster, owner, topic, now);
        }

        await db.SaveChangesAsync();
        foreach (var grant in grants)
        {
            var acls = GrantedAcls.Of(Spec(grant.Principal, grant.Topic!, now));
            db.AddRange(acls.Select(acl => AccessAcl.Of(grant.Id, acl, adopted: false)));
        }

        // That of the groups of one principal is there from the first time.
        var known = (await db.Set<SeenAcl>().Where(a => a.ClusterId == cluster).ToListAsync())
            .Select(seen => seen.Acl)
            .ToHashSet();
        db.AddRange(
            grants
                .SelectMany(grant => GrantedAcls.Of(Spec(grant.Principal, grant.Topic!, now)))
                .Distinct()
                .Where(acl => !known.Contains(acl))
                .Select(acl => SeenAcl.Of(cluster, acl, now))
        );
        var review = await Review(db, owner, grants, now);
        return ($"{topics[^1]}.read", topics[^1], review);
    }

    private static AccessGrant Grant(
        PortalDb db,
        ClusterId cluster,
        TeamId owner,
        string name,
        AccessSpec spec,
        DateTimeOffset now
    )
    {
        var grant = new AccessGrant
        {
            ClusterId = cluster,
            Name = name,
            Principal = spec.Principal,
            Topic = spec.Topic,
            ExpiresAt = spec.Expires,
            RunId = new RunId(1),
            GrantedAt = now.AddDays(-1),
        };
        db.AddRange(grant, Managed(AccessKind.Word, cluster, owner, name, CoreJson.Write(spec), now));
        return grant;
    }

    private static void Account(PortalDb db, ClusterId cluster, TeamId owner, string name, DateTimeOffset now)
    {
        var spec = new ServiceAccountSpec(CredentialMechanism.ScramSha512, 1, "payments", "For a test.");
        db.Add(Managed(ServiceAccountKind.Word, cluster, owner, name, CoreJson.Write(spec), now));
        db.Add(
            new SeenCredential
            {
                ClusterId = cluster,
                Name = name,
                Mechanism = CredentialMechanism.ScramSha512,
                Iterations = 8192,
                FirstSeenAt = now,
            }
        );
    }

    // The one before it is over: of a team's data one is open at a time.
    private static async Task<long> Review(PortalDb db, TeamId owner, List<AccessGrant> grants, DateTimeOffset now)
    {
        await db.Set<AccessReview>().ExecuteUpdateAsync(set => set.SetProperty(r => r.ClosedAt, now));
        var review = new AccessReview
        {
            TeamId = owner,
            Reason = "For a test.",
            OpenedBy = "sam",
            OpenedAt = now,
            EndsAt = now.AddDays(7),
        };
        db.Add(review);
        await db.SaveChangesAsync();
        db.AddRange(
            grants.Select(grant => new AccessReviewItem
            {
                ReviewId = review.Id,
                GrantId = grant.Id,
                ClusterId = grant.ClusterId,
                Name = grant.Name,
                Principal = grant.Principal,
                Act = $"read {grant.Topic}",
                OwnerTeamId = owner,
            })
        );
        await db.SaveChangesAsync();
        return review.Id;
    }

    private static Resource Managed(
        ResourceKind kind,
        ClusterId cluster,
        TeamId owner,
        string name,
        string spec,
        DateTimeOffset now
    ) =>
        new()
        {
            Kind = kind,
            ClusterId = cluster,
            Name = name,
            OwnerTeamId = owner,
            Spec = spec,
            CreatedAt = now,
            UpdatedAt = now,
        };

    // Soon over, so that the overview has them as well.
    private static AccessSpec Spec(string principal, string topic, DateTimeOffset now) =>
        new(
            principal,
            AccessMode.Read,
            topic,
            AclPattern.Literal,
            "costed-",
            null,
            now.AddDays(9),
            NeverExpires: false,
            "payments",
            "For a test."
        );
}
