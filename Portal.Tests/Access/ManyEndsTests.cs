using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Calendar.Access;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>More grants than a sweep reads at once end at one moment, behind many whose end fails.</summary>
public sealed class ManyEndsTests : IAsyncLifetime
{
    private const int Ending = 450;
    private const int Failing = 250;
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [LongFact]
    public async Task All_that_end_at_one_moment_are_requested_for_removal_in_one_sweep_and_what_fails_is_tried_once_in_it()
    {
        await _world.Manage("orders");
        await _world.Carry(Grant("first", Reads("orders", "User:first")));
        await Copied();
        var handler = new HalfFailing(
            new(
                _world.Get<ChangeRequests>(),
                new AgreedEnd(_world.Get<ChangeMover>()),
                _world.Ledger(),
                TimeProvider.System,
                NullLogger<AccessExpiry>.Instance
            )
        );

        await new DueSweep(_world.Stores, [handler], TimeProvider.System, NullLogger<DueSweep>.Instance)
            .Sweep(CancellationToken.None)
            .WaitAsync(TimeSpan.FromMinutes(2));

        handler.Failures.ShouldBe(Failing);
        await using var db = await _world.Open();
        var requested = await db.Set<Change>()
            .Where(c => c.Actor.Name == Actor.Clock.Name)
            .SelectMany(c => c.Resources.Select(r => r.Name))
            .ToListAsync();
        requested.Order().ShouldBe(Enumerable.Range(1, Ending).Select(i => $"ends-{i:d3}"));
    }

    // Rows as a grant that is in force has them. Those that fail came due an hour earlier, so each sweep meets them first.
    private async Task Copied()
    {
        await using var db = await _world.Open();
        var names = Enumerable
            .Range(1, Ending)
            .Select(i => $"ends-{i:d3}")
            .Concat(Enumerable.Range(1, Failing).Select(i => $"fails-{i:d3}"))
            .ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at)
            select r.kind, r.cluster_id, n.name, r.owner_team_id, r.spec, r.created_at, r.updated_at
            from resource r, unnest({names}) n(name) where r.name = 'first';
            insert into access_grant (cluster_id, name, principal, topic, topic_id, expires_at, run_id, granted_at)
            select g.cluster_id, n.name, 'User:' || n.name, g.topic, g.topic_id,
                   date_trunc('minute', now()) - case when n.name like 'fails-%' then interval '2 hours' else interval '1 hour' end,
                   g.run_id, g.granted_at
            from access_grant g, unnest({names}) n(name) where g.name = 'first';
            insert into due (kind, subject_id, due_at) select 'access.ends', id, expires_at from access_grant where name like '%s-%';
            """
        );
    }

    private sealed class HalfFailing(AccessExpiry real) : IDueHandler
    {
        public int Failures { get; private set; }

        public DueKind Kind => real.Kind;

        public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
        {
            if (await db.Set<AccessGrant>().AnyAsync(g => g.Id == row.SubjectId && g.Name.StartsWith("fails-"), stop))
            {
                Failures++;
                throw new InvalidOperationException("It can't be done.");
            }

            return await real.Handle(db, row, stop);
        }
    }
}
