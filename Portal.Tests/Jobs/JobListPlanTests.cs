using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Tests.Changes;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Jobs;

/// <summary>A list of jobs shows one run of each, of the many that are kept.</summary>
public sealed partial class JobListPlanTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private const int Jobs = 60;

    [Fact]
    public async Task What_runs_carry_is_read_once_the_newest_of_each_job_is_chosen()
    {
        await using var store = NpgsqlDataSource.Create(database.ConnectionString);
        await using (var fill = store.CreateCommand(Filling(CoreJson.Write(JobFacts.None))))
        {
            await fill.ExecuteNonQueryAsync();
        }

        var plans = new QueryPlans();
        var jobs = new KeptJobReading(
            new InterceptedStore(store, plans),
            TestKinds.All,
            new HandHealth(),
            TimeProvider.System
        );

        var rows = jobs.Rows(await jobs.Read(before: null, [], [], CancellationToken.None));

        rows.Count.ShouldBe(Jobs);
        rows.Select(row => row.Run!.JobId).ShouldAllBe(id => id.EndsWith("-0", StringComparison.Ordinal));
        var widths = (await plans.Explained(store))
            .Where(plan => plan.Contains("seen_job", StringComparison.Ordinal))
            .SelectMany(plan => Sorted().Matches(plan))
            .Select(sort => int.Parse(sort.Groups["width"].Value, CultureInfo.InvariantCulture))
            .ToList();
        widths.ShouldNotBeEmpty();
        widths.ShouldAllBe(width => width < 500, "bytes that are sorted of each run");
    }

    // Of each job one run is there, and ten are forgotten.
    private static string Filling(string facts) =>
        $$"""
            insert into environment (name, title, lane) values ('dev', 'Development', 1) on conflict do nothing;
            insert into region (name, title) values ('eu', 'EU') on conflict do nothing;
            with made as (
                insert into cluster (name, environment, region, registered_at) values ('dev', 'dev', 'eu', now()) returning id)
            insert into endpoint (cluster_id, kind, addresses) select id, 'flink', 'http://127.0.0.1:26001' from made;
            insert into seen_job (cluster_id, job_id, name, status, started_at, ended_at, facts, first_seen_at, seen_at, gone_at)
                select c.id, 'job-' || j || '-' || n, 'job-' || j, case n when 0 then 'RUNNING' else 'CANCELED' end,
                    now() - n * interval '1 day', case when n > 0 then now() end,
                    '{{facts}}'::jsonb || jsonb_build_object('padding', repeat(md5(j || '-' || n), 40)),
                    now(), now(), case when n > 0 then now() end
                from cluster c, generate_series(1, {{Jobs}}) j, generate_series(0, 10) n;
            analyze seen_job;
            """;

    [GeneratedRegex(
        @"Sort  \(cost=[^)]*width=(?<width>\d+)\)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Sorted();
}
