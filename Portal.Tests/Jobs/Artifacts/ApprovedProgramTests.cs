using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Resources;

namespace Portal.Tests.Jobs.Artifacts;

/// <summary>Which programs may run at a Flink before their change is applied: those that somebody agreed to, as that job.</summary>
public sealed class ApprovedProgramTests
{
    private static readonly JobDefinition Approved = JarWorlds.Spec(new('a', 64), "in", "out").Definition;

    [Fact]
    public async Task A_program_counts_as_approved_for_its_job_and_with_its_arguments_alone()
    {
        await using var world = await WatchedFlink.Create();
        var program = Approved.Program!;
        (await Of(world, program)).ShouldBeNull();

        var run = await Run(world);

        (await Of(world, program)).ShouldBe(run);
        (await Of(world, program, job: "others")).ShouldBeNull();
        (await Of(world, program with { Arguments = ["--delete", "all"] })).ShouldBeNull();
        (await Of(world, program with { Artifact = new('b', 64) })).ShouldBeNull();
    }

    [Theory]
    [InlineData("state = 'rolled_back'", false)]
    [InlineData("state = 'applying', abort_by = 'ada'", false)]
    [InlineData("state = 'stale'", true)]
    public async Task One_whose_run_was_aborted_or_taken_back_does_not(string end, bool counts)
    {
        await using var world = await WatchedFlink.Create();
        await Run(world);
        await using var db = world.CreateDbContext();
        await Ended(db.Database, $"update apply_run set {end}");

        (await Of(world, Approved.Program!) is not null).ShouldBe(counts);
    }

    private static Task Ended(DatabaseFacade database, string sql) => database.ExecuteSqlRawAsync(sql);

    private static Task<RunId?> Of(WatchedFlink world, JobProgram program, string job = "sums") =>
        new ApprovedPrograms(world).Of(new(JobKind.Word, world.Cluster, job), program, CancellationToken.None);

    private static async Task<RunId> Run(WatchedFlink world)
    {
        await using var db = world.CreateDbContext();
        var run = await AppliedChanges.Add(db, world.Cluster, "sums", "Start sums", TimeProvider.System.GetUtcNow());
        var body = new PlanBody(
            [new StartJob(new(JobKind.Word, world.Cluster, "sums"), Approved, From: null)],
            [new EngineBase(JobKind.Word, world.Cluster, "", ImmutableSortedDictionary<string, ResourceBase?>.Empty)]
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            update plan set canonical = {CanonicalForm.Write(body)}, form_version = {CanonicalForm.Version}
            where id = (select plan_id from apply_run where id = {run.Value})
            """
        );
        return run;
    }
}
