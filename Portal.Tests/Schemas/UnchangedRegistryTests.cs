using Microsoft.EntityFrameworkCore;
using Portal.Core.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>What a look costs that finds a registry as it was.</summary>
public sealed class UnchangedRegistryTests : IAsyncLifetime
{
    private static readonly string[] Subjects = [.. Enumerable.Range(10, 30).Select(n => $"s{n}-value")];
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
