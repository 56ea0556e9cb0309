using Microsoft.EntityFrameworkCore;
using Portal.Core.Schemas;
using Portal.Tests.Applying;
using Portal.Tests.Web;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>What a look costs that finds a registry as it was.</summary>
public sealed class UnchangedRegistryTests : IAsyncLifetime
{
    private static readonly string[] Subjects = [.. Enumerable.Range(10, 30).Select(n => $"s{n}-value")];
    private readonly HandClock _clock = new();
    private readonly WorkerWorld _world = new();
    private ScriptedRegistry _registry = null!;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.AddRegistry();
        _registry = await ScriptedRegistry.Start(_clock, Subjects);
    }

    public async Task DisposeAsync()
    {
        await _registry.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task It_writes_no_subject_and_no_version_and_each_is_as_old_as_the_reading()
    {
        await Look();
        var before = await Rows();
        _clock.Pass(TimeSpan.FromSeconds(30));

        await Look();

        before.Count.ShouldBe(2 * Subjects.Length);
        (await Rows()).ShouldBe(before);
        (await _world.Get<SchemaCatalogue>().All(environment: null, CancellationToken.None)).ShouldAllBe(row =>
            row.SeenAt == _clock.GetUtcNow()
        );
    }

    /// <summary>The list and the registry's level; of each subject its versions' numbers and its level; and the newest text of those whose turn it is.</summary>
    [Fact]
    public async Task It_takes_two_requests_a_subject_and_a_text_of_every_tenth()
    {
        await Look();
        var before = _registry.Requests.Count;
        _clock.Pass(TimeSpan.FromSeconds(30));

        await Look();

        (_registry.Requests.Count - before).ShouldBe(2 + (2 * Subjects.Length) + (Subjects.Length / 10));
    }

    private Task Look() => new SubjectWatch(_world.Stores, _registry, _clock).Look(CancellationToken.None);

    /// <summary>Where each row lies, and the transaction that wrote it: both are others once it is updated.</summary>
    private async Task<List<string>> Rows()
    {
        await using var db = await _world.Open();
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
