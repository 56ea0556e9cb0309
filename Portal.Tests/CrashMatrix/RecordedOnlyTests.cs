using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;

namespace Portal.Tests.CrashMatrix;

/// <summary>
/// Steps in which no engine takes part are done by the commits of their run alone. A worker ends in the middle of each of them, which the store has got or
/// hasn't, and another one goes on: what was to be written is written once.
/// </summary>
public sealed class RecordedOnlyTests : IAsyncLifetime
{
    private const int Moves = 3; // it begins, verifies, ends
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public Task A_topic_and_the_grants_on_it_are_transferred_once() =>
        IsDoneOnce(
            async name =>
            {
                await _world.Manage(name);
                await _world.Record(AccessKind.Word, Reader(name), AccessWorlds.Reads(name, "User:billing"));
                var change = await Ask(
                    "",
                    new(TopicKind.Word, ResourceOperation.Transfer, "dev", name, null, Owner: SeededStructure.Checkout)
                );
                await _world.PlanAll();
                await Agree(change, SeededStructure.Payments);
                await Agree(change, SeededStructure.Checkout);
                return change;
            },
            async name =>
            {
                (await Owners(name)).ShouldBe([SeededStructure.Checkout]);
                (await Owners(Reader(name))).ShouldBe([SeededStructure.Checkout]);
            },
            "resource.transferred",
            "resource.transferred"
        );

    [LongFact]
    public Task What_nobody_managed_is_claimed_once() =>
        IsDoneOnce(
            async name =>
            {
                _world.Kafka.Put(name, 3);
                var change = await Ask(
                    SeededStructure.Payments,
                    new(TopicKind.Word, ResourceOperation.Claim, "dev", name, null)
                );
                await _world.PlanAll();
                await _world.Override(change);
                return change;
            },
            async name => (await Owners(name)).ShouldBe([SeededStructure.Payments]),
            "resource.claimed"
        );

    [LongFact]
    public Task An_account_of_a_certificate_is_created_once() =>
        IsDoneOnce(
            name => Approved(ServiceAccountWorlds.Certified(Subject(name))),
            async name => (await Owners(Subject(name))).ShouldBe([SeededStructure.Payments])
        );

    [LongFact]
    public Task An_account_of_a_certificate_is_deleted_once_and_its_grant_is_for_the_calendar_to_end() =>
        IsDoneOnce(
            async name =>
            {
                await _world.Manage(name);
                await _world.Carry(ServiceAccountWorlds.Certified(Subject(name)));
                await _world.Carry(AccessWorlds.Grant(Reader(name), AccessWorlds.Reads(name, $"User:{Subject(name)}")));
                return await Approved(ServiceAccountWorlds.Delete(Subject(name)));
            },
            async name =>
            {
                (await Owners(Subject(name))).ShouldBeEmpty();
                await using var db = await _world.Open();
                await DeletedAccounts.Mark(db, TimeProvider.System.GetUtcNow(), CancellationToken.None);
                var grant = await db.Set<AccessGrant>().SingleAsync(g => g.Name == Reader(name));
                (
                    await db.Set<Due>().SingleAsync(d => d.Kind == AccessDues.Ends && d.SubjectId == grant.Id)
                ).DueAt.ShouldBeLessThanOrEqualTo(TimeProvider.System.GetUtcNow());
            }
        );

    /// <param name="approved">A change about a resource of this name that waits for an applier.</param>
    /// <param name="isRecorded">What the store is to have of it in the end.</param>
    /// <param name="kinds">Of the audit events that its end writes.</param>
    private async Task IsDoneOnce(
        Func<string, Task<ChangeId>> approved,
        Func<string, Task> isRecorded,
        params string[] kinds
    )
    {
        foreach (var cut in Enum.GetValues<Cut>())
        {
            var commits = 0;
            while (await IsCutAt(commits))
            {
                commits++;
            }

            commits.ShouldBeGreaterThanOrEqualTo(Moves);

            async Task<bool> IsCutAt(int commit)
            {
                var name = $"{cut}.{commit}".ToLowerInvariant();
                var change = await approved(name);
                var isCut = await DiesAt(cut, commit);
                await _world.ApplyAll();
                (await _world.View(change)).Row.State.ShouldBe(ChangeState.Applied, name);
                await isRecorded(name);
                await IsAudited(change, kinds);
                return isCut;
            }
        }

        _world.Kafka.Acts.ShouldBeEmpty();
    }

    // Whatever it was at is over with it, and then its lease.
    private async Task<bool> DiesAt(Cut cut, int commit)
    {
        using var cutter = new CommitCutter(_world.Store);
        cutter.Arm(cut, after: commit);
        try
        {
            await _world.ApplyAll(cutter.Store);
        }
        catch (Exception) when (cutter.HasCut) { }

        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync(
            $"update apply_run set lease_until = clock_timestamp(), retry_at = clock_timestamp() where lease_until is not null"
        );
        return cutter.HasCut;
    }

    private async Task IsAudited(ChangeId change, string[] kinds)
    {
        await using var db = await _world.Open();
        var happened = await db.Set<AuditEvent>()
            .Where(e => e.ChangeId == change)
            .OrderBy(e => e.Id)
            .Select(e => e.Kind)
            .ToListAsync();
        happened
            .Where(kind => kind.StartsWith("run.", StringComparison.Ordinal))
            .ShouldBe(["run.started", "run.verifying", "run.applied"]);
        happened.Where(kind => kind.StartsWith("resource.", StringComparison.Ordinal)).ShouldBe(kinds);
        (await db.Set<RunTarget>().AnyAsync()).ShouldBeFalse("locks");
    }

    private async Task<ChangeId> Approved(ResourceDraft draft)
    {
        var change = await _world.Ask(draft);
        await _world.PlanAll();
        if ((await _world.View(change)).Row.State == ChangeState.PendingApproval)
        {
            await _world.Agree(change);
        }

        return change;
    }

    private async Task<ChangeId> Ask(string team, ResourceDraft draft) =>
        (
            await _world
                .Get<ChangeRequests>()
                .Submit(
                    await _world.Person(Role.Member, SeededStructure.Payments),
                    new("", "theirs now", team, [draft]),
                    CancellationToken.None
                )
        )
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;

    private async Task Agree(ChangeId change, string team)
    {
        var plan = (await _world.View(change)).Plan!;
        (
            await _world
                .Get<Voting>()
                .Cast(
                    await _world.Person(Role.Approver, team),
                    change,
                    new Ballot(plan.Number, plan.Hash, VoteVerdict.Approve, ""),
                    CancellationToken.None
                )
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
    }

    // Of what is managed by that name; more than one, and it was written twice.
    private async Task<List<string>> Owners(string name)
    {
        await using var db = await _world.Open();
        return await (
            from resource in db.Set<Resource>()
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            where resource.Name == name && resource.GoneAt == null
            select team.Name
        ).ToListAsync();
    }

    private static string Reader(string name) => $"{name}-reads";

    private static string Subject(string name) => $"CN={name},O=Acme";
}
