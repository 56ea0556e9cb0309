using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Calendar.Access;

namespace Portal.Tests.Access;

/// <summary>Grants in a world, and its cluster's ACLs.</summary>
internal static class AccessWorlds
{
    public static readonly ActBefore Soon = new(() => TimeSpan.FromSeconds(20));

    public static AccessSpec Reads(string topic, string principal, DateTimeOffset? expires = null) =>
        new(
            principal,
            AccessMode.Read,
            topic,
            AclPattern.Literal,
            "app-",
            null,
            expires,
            NeverExpires: false,
            SeededStructure.Payments
        );

    public static ResourceDraft Grant(string name, AccessSpec spec) =>
        new(AccessKind.Word, ResourceOperation.Create, "dev", name, spec);

    public static ResourceDraft Change(string name, AccessSpec spec) =>
        new(AccessKind.Word, ResourceOperation.Update, "dev", name, spec);

    public static ResourceDraft End(string name) =>
        new(AccessKind.Word, ResourceOperation.Delete, "dev", name, null, name);

    /// <summary>Requested, approved by the data's owner, and applied.</summary>
    public static async Task<ChangeId> Carry(this WorkerWorld world, params ResourceDraft[] asked)
    {
        var id = await world.Ask(asked);
        await world.PlanAll();
        if ((await world.View(id)).Row.State == ChangeState.PendingApproval)
        {
            await world.Agree(id);
        }

        // An engine that is busy has a run wait and go on.
        await Deadline.Until(async () =>
        {
            await world.ApplyAll();
            return (await world.View(id)).Row.State
                is not (ChangeState.Approved or ChangeState.Applying or ChangeState.Verifying);
        });
        return id;
    }

    /// <summary>Requested, approved where it has to be, and applied as far as its run goes at once.</summary>
    public static async Task<ChangeId> Started(this WorkerWorld world, params ResourceDraft[] requested)
    {
        var id = await world.Ask(requested);
        await world.PlanAll();
        if ((await world.View(id)).Row.State == ChangeState.PendingApproval)
        {
            await world.Agree(id);
        }

        await world.ApplyAll();
        return id;
    }

    public static async Task<IClusterAcls> Acls(this WorkerWorld world)
    {
        await using var db = await world.Open();
        var cluster = (await db.Set<Core.Clusters.Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        return await world.Get<IAclClusters>().Open(cluster, CancellationToken.None);
    }

    /// <summary>Made behind the portal's back. A broker shows a moment later what its controller answered: who reads it then would miss it.</summary>
    public static async Task Make(this WorkerWorld world, Acl acl)
    {
        await (await world.Acls()).Create([acl], Soon, CancellationToken.None);
        await Deadline.Until(async () => (await world.AclsOf(acl.Principal)).Contains(acl));
    }

    /// <summary>Removed behind the portal's back, and not shown any more.</summary>
    public static async Task Remove(this WorkerWorld world, Acl acl)
    {
        await (await world.Acls()).Delete([acl], Soon, CancellationToken.None);
        await Deadline.Until(async () => !(await world.AclsOf(acl.Principal)).Contains(acl));
    }

    /// <summary>What ends grants by the ledger alone, on the fake cluster.</summary>
    public static LedgerEnd Ledger(this WorkerWorld world, TimeProvider? clock = null) =>
        new(
            new(world.AclStore, world.Kafka, world.Get<AccessLedger>(), world.Get<AccessTopics>()),
            world.Get<AccessLedger>(),
            world.Get<GrantOverdue>(),
            world.Get<DeletedAccounts>(),
            new TimelyActs(clock ?? TimeProvider.System),
            clock ?? TimeProvider.System,
            NullLogger<LedgerEnd>.Instance
        );

    /// <summary>What the ledger has as the ACLs of grants.</summary>
    public static async Task<IReadOnlyList<Acl>> HeldAcls(this WorkerWorld world)
    {
        await using var db = await world.Open();
        return [.. (await db.Set<AccessAcl>().AsNoTracking().ToListAsync()).Select(held => held.Acl).Order()];
    }

    /// <summary>What of the cluster's ACLs is a principal's.</summary>
    public static async Task<IReadOnlyList<Acl>> AclsOf(this WorkerWorld world, string principal) =>
        [
            .. (await (await world.Acls()).All(CancellationToken.None))
                .Acls.Where(acl => acl.Principal == principal)
                .Order(),
        ];
}
