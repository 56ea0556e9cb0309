using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Tests.Kit;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>What a look costs that finds a registry as it was.</summary>
public sealed class UnchangedRegistryTests : IAsyncLifetime
{
    private static readonly string[] Subjects = [.. Enumerable.Range(10, 30).Select(n => $"s{n}-value")];
    private static readonly string[] Many =
    [
        .. Enumerable.Range(1_000, KnownLevels.Few + 20).Select(n => $"s{n}-value"),
    ];
    private WatchedRegistry _watched = null!;

    public async Task InitializeAsync() => _watched = await WatchedRegistry.At(Subjects);

    public async Task DisposeAsync() => await _watched.DisposeAsync();

    [Fact]
    public async Task It_writes_no_subject_and_no_version_and_each_is_as_old_as_the_reading()
    {
        await _watched.Look();
        var before = await Rows();
        _watched.Clock.Pass(TimeSpan.FromSeconds(30));

        await _watched.Look();

        before.Count.ShouldBe(2 * Subjects.Length);
        (await Rows()).ShouldBe(before);
        (await _watched.World.Get<SchemaCatalogue>().All(environment: null, CancellationToken.None)).ShouldAllBe(row =>
            row.SeenAt == _watched.Clock.GetUtcNow()
        );
    }

    /// <summary>The list and the registry's level; of each subject its versions' numbers and its level; and the newest text of those whose turn it is.</summary>
    [Fact]
    public async Task It_takes_two_requests_a_subject_and_a_text_of_every_tenth()
    {
        await _watched.Look();
        var before = _watched.Registry.Requests.Count;
        _watched.Clock.Pass(TimeSpan.FromSeconds(30));

        await _watched.Look();

        (_watched.Registry.Requests.Count - before).ShouldBe(2 + (2 * Subjects.Length) + (Subjects.Length / 10));
    }

    /// <summary>More would be a request for each of them at each look.</summary>
    [Fact]
    public async Task Of_many_subjects_each_level_is_read_once_in_five_minutes()
    {
        await using var watched = await WatchedRegistry.At(Many);
        await watched.Look();
        Levels(watched, 0).ShouldBe(Many);
        var before = watched.Registry.Requests.Count;
        watched.Registry.Instead = path =>
            path == "/config/s1007-value" ? ScriptedHttp.Say(200, """{"compatibilityLevel":"FULL"}""") : null;

        var most = 0;
        for (var minute = 0; minute < 5; minute++)
        {
            watched.Clock.Pass(TimeSpan.FromMinutes(1));
            var already = Levels(watched, before).Count;
            await watched.Look();
            most = Math.Max(most, Levels(watched, before).Count - already);
        }

        Levels(watched, before).ShouldBe(Many);
        most.ShouldBeLessThan(Many.Length / 2, "they are shared evenly");
        (await Level(watched, "s1007-value")).ShouldBe(CompatibilityLevel.Full);
    }

    [Fact]
    public async Task Of_many_subjects_the_level_of_one_is_read_next_when_its_spec_was_applied_or_it_has_another_version()
    {
        await using var watched = await WatchedRegistry.At(Many);
        await watched.Look();
        await watched.World.Record(SchemaKind.Word, Many[7], SchemaWorlds.Spec(SchemaWorlds.Order("id")));
        await using (var db = await watched.World.Open())
        {
            var applied = watched.Clock.GetUtcNow() + TimeSpan.FromSeconds(1);
            await db.Set<Resource>()
                .Where(r => r.Name == Many[7])
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.UpdatedAt, applied));
        }

        var before = watched.Registry.Requests.Count;
        watched.Registry.Instead = path =>
            path == $"/config/{Many[7]}" ? ScriptedHttp.Say(200, """{"compatibilityLevel":"FULL"}""")
            : path == $"/subjects/{Many[8]}/versions" ? ScriptedHttp.Say(200, "[1,2]")
            : null;
        watched.Clock.Pass(TimeSpan.FromSeconds(2));

        await watched.Look();

        var asked = watched.Registry.Requests.Skip(before).ToList();
        asked.ShouldContain($"/config/{Many[7]}");
        asked.ShouldContain($"/config/{Many[8]}");
        asked.Count(path => path.StartsWith("/config/", StringComparison.Ordinal)).ShouldBeLessThan(Many.Length / 2);
        await using var read = await watched.World.Open();
        var settled = await read.Set<SeenSubject>().SingleAsync(s => s.Name == Many[7]);
        (settled.SettledLevel, settled.SettledAt).ShouldBe((CompatibilityLevel.Full, watched.Clock.GetUtcNow()));
    }

    /// <summary>A reading may have met what the run had set, and nothing records that it took it back.</summary>
    [Fact]
    public async Task Of_many_subjects_the_level_of_one_is_read_next_when_a_run_on_it_was_rolled_back()
    {
        await using var watched = await WatchedRegistry.At(Many);
        var change = await watched.World.Ask(SchemaWorlds.Register(Many[7], SchemaWorlds.Order("id")));
        await watched.World.PlanAll();
        await watched.Look();
        var before = watched.Registry.Requests.Count;
        watched.Registry.Instead = path =>
            path == $"/config/{Many[7]}" ? ScriptedHttp.Say(200, """{"compatibilityLevel":"FULL"}""") : null;
        watched.Clock.Pass(TimeSpan.FromSeconds(2));
        await watched.End(change, RunState.RolledBack);

        await watched.Look();

        (await Level(watched, Many[7])).ShouldBe(CompatibilityLevel.Full);
        Levels(watched, before).Count.ShouldBeLessThan(Many.Length / 2);
    }

    [Fact]
    public async Task Of_many_subjects_all_levels_are_read_when_the_registry_has_another_address()
    {
        await using var watched = await WatchedRegistry.At(Many);
        await watched.Look();
        var before = watched.Registry.Requests.Count;
        await using (var db = await watched.World.Open())
        {
            await db.Set<Endpoint>()
                .Where(e => e.Kind == EndpointKind.Registry)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.Addresses, "http://another.test"));
        }

        watched.Clock.Pass(TimeSpan.FromSeconds(2));

        await watched.Look();

        Levels(watched, before).ShouldBe(Many);
    }

    // Of which subjects they were read since so many requests, by name.
    private static List<string> Levels(WatchedRegistry watched, int since) =>
        [
            .. watched
                .Registry.Requests.Skip(since)
                .Where(path => path.StartsWith("/config/", StringComparison.Ordinal))
                .Select(path => path["/config/".Length..])
                .Order(StringComparer.Ordinal),
        ];

    private static async Task<CompatibilityLevel?> Level(WatchedRegistry watched, string subject)
    {
        await using var db = await watched.World.Open();
        return (await db.Set<SeenSubject>().SingleAsync(s => s.Name == subject)).Level;
    }

    /// <summary>Where each row lies, and the transaction that wrote it: both are others once it is updated.</summary>
    private async Task<List<string>> Rows()
    {
        await using var db = await _watched.World.Open();
        return await db
            .Database.SqlQuery<string>(
                $"""
                select 'subject ' || name || ' ' || ctid::text || ' ' || xmin::text as "Value" from seen_subject
                union all
                select 'version ' || subject || ' ' || ctid::text || ' ' || xmin::text from seen_schema
                order by 1
                """
            )
            .ToListAsync();
    }
}
