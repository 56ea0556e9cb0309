using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Access.Reviews;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Tests.Pages;

/// <summary>Grants on a cluster as they are seen after a while: in force, soon over, drifted, and ACLs that are nobody's.</summary>
internal static class WatchedAccess
{
    public const string Grant = "orders";

    /// <summary>The number of the first review.</summary>
    public const long Review = 1;

    public static async Task Fill(PortalDb db, ClusterId cluster, DateTimeOffset now)
    {
        if (await db.Set<AclReading>().AnyAsync(r => r.ClusterId == cluster))
        {
            return;
        }

        db.Add(
            new AclReading
            {
                ClusterId = cluster,
                ReadAt = now,
                TriedAt = now,
            }
        );
        var payments = (await db.Set<Team>().SingleAsync(t => t.Name == "payments")).Id;
        var billing = Spec("User:billing", AccessMode.Read, "orders", now.AddDays(71));
        await Add(db, cluster, payments, Grant, billing, now, isWhole: true);
        var mailer = Spec("User:order-mailer", AccessMode.Read, "orders", now.AddDays(3));
        await Add(db, cluster, payments, "order-mailer-reads-orders", mailer, now, isWhole: true);
        var capture = Spec("User:capture", AccessMode.WriteInTransactions, "payments.", now.AddDays(20)) with
        {
            Pattern = AclPattern.Prefixed,
        };
        await Add(db, cluster, payments, "capture-writes-payments", capture, now, isWhole: false);
        db.Add(
            SeenAcl.Of(
                cluster,
                new Acl("User:legacy-export", AclOperation.Read, AclResource.Topic, AclPattern.Literal, "orders"),
                now.AddDays(-400)
            )
        );
        db.Add(
            SeenAcl.Of(
                cluster,
                new Acl(
                    "User:contractor",
                    AclOperation.All,
                    AclResource.Topic,
                    AclPattern.Prefixed,
                    "payments.",
                    AclPermission.Deny
                ),
                now.AddDays(-12)
            )
        );
        db.Add(
            new CredentialReading
            {
                ClusterId = cluster,
                ReadAt = now,
                TriedAt = now,
            }
        );
        foreach (var account in new[] { Grant, "billing", "legacy-export" })
        {
            db.Add(
                new SeenCredential
                {
                    ClusterId = cluster,
                    Name = account,
                    Mechanism = CredentialMechanism.ScramSha512,
                    Iterations = 8193,
                    FirstSeenAt = now,
                }
            );
        }

        var wanted = new ServiceAccountSpec(CredentialMechanism.ScramSha512, 1, "payments", "The billing service.");
        db.Add(
            new Resource
            {
                Kind = ServiceAccountKind.Word,
                ClusterId = cluster,
                Name = "billing",
                OwnerTeamId = payments,
                Spec = CoreJson.Write(wanted),
                CreatedAt = now,
                UpdatedAt = now,
            }
        );
        await db.SaveChangesAsync();
    }

    /// <summary>A review of all grants on the cluster: one is kept, one is dropped, the rest waits for answers.</summary>
    public static async Task FillReview(PortalDb db, ClusterId cluster, DateTimeOffset now)
    {
        if (await db.Set<AccessReview>().AnyAsync())
        {
            return;
        }

        var payments = (await db.Set<Team>().SingleAsync(t => t.Name == "payments")).Id;
        var review = new AccessReview
        {
            TeamId = payments,
            Reason = "Once a year each access to what customers paid is looked at.",
            OpenedBy = "sam",
            OpenedAt = now.AddDays(-5),
            EndsAt = now.AddDays(2),
            RemindedAt = now.AddDays(-1),
        };
        db.Add(review);
        await db.SaveChangesAsync();
        review.Id.ShouldBe(Review);
        var grants = await db.Set<AccessGrant>().Where(g => g.ClusterId == cluster).OrderBy(g => g.Id).ToListAsync();
        ReviewVerdict?[] answers = [ReviewVerdict.Keep, ReviewVerdict.Drop];
        db.AddRange(
            grants.Select(
                (grant, i) =>
                    new AccessReviewItem
                    {
                        ReviewId = review.Id,
                        GrantId = grant.Id,
                        ClusterId = cluster,
                        Name = grant.Name,
                        Principal = grant.Principal,
                        Act = $"read {grant.Topic ?? "payments. (prefix)"}",
                        OwnerTeamId = payments,
                        Verdict = answers.ElementAtOrDefault(i),
                        AnsweredBy = i < answers.Length ? "grace" : null,
                        AnsweredAt = i < answers.Length ? now.AddDays(-4) : null,
                    }
            )
        );
        await db.SaveChangesAsync();
    }

    /// <summary>A grant that is in force, with its entries.</summary>
    public static async Task Add(
        PortalDb db,
        ClusterId cluster,
        TeamId owner,
        string name,
        AccessSpec spec,
        DateTimeOffset now,
        bool isWhole
    )
    {
        var resource = new Resource
        {
            Kind = AccessKind.Word,
            ClusterId = cluster,
            Name = name,
            OwnerTeamId = owner,
            Spec = CoreJson.Write(spec),
            CreatedAt = now,
            UpdatedAt = now,
        };
        var grant = new AccessGrant
        {
            ClusterId = cluster,
            Name = name,
            Principal = spec.Principal,
            Topic = spec.IsOneTopic ? spec.Topic : null,
            ExpiresAt = spec.Expires,
            RunId = new RunId(1),
            GrantedAt = now.AddDays(-19),
        };
        db.AddRange(resource, grant);
        await db.SaveChangesAsync();
        var acls = GrantedAcls.Of(spec);
        db.AddRange(acls.Select(acl => AccessAcl.Of(grant.Id, acl, adopted: false)));
        db.AddRange(acls.Skip(isWhole ? 0 : 1).Select(acl => SeenAcl.Of(cluster, acl, now)));
        if (!isWhole)
        {
            db.Add(
                new Drift
                {
                    ResourceId = resource.Id,
                    Field = acls[0].InWords(),
                    Wanted = "allowed",
                    Live = "removed",
                    FirstSeenAt = now,
                    SeenAt = now,
                }
            );
        }
    }

    private static AccessSpec Spec(string principal, AccessMode mode, string topic, DateTimeOffset expires) =>
        new(
            principal,
            mode,
            topic,
            AclPattern.Literal,
            mode == AccessMode.Read ? $"{principal["User:".Length..]}-" : null,
            mode == AccessMode.WriteInTransactions ? $"{principal["User:".Length..]}-" : null,
            expires,
            NeverExpires: false,
            "payments",
            "The invoices of each night are made from it."
        );
}
