using Portal.Core.Access;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Schemas;
using Portal.Core.ServiceAccounts;
using Portal.Core.Topics;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.CrashMatrix;

/// <summary>The matrix proves itself: without one of the product's safeties it is red, for the reason that this one is there.</summary>
public sealed class SabotageTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Taking_the_fence_out_turns_the_matrix_red() =>
        await IsNoticed(
            await SharedEngines.Local,
            Sabotage.Fence,
            "Additional Info:     intents",
            typeof(AlterConfigs)
        );

    [LongTheory]
    [InlineData(Sabotage.Observe, "Additional Info:     acts")]
    [InlineData(Sabotage.Intent, "Additional Info:     an intent comes first")]
    public async Task Taking_a_safety_out_turns_the_matrix_red(Sabotage sabotage, string forThisReason) =>
        await IsNoticed(await SharedEngines.Local, sabotage, forThisReason, typeof(AlterConfigs));

    [LongTheory]
    [InlineData(Sabotage.Fence, "Additional Info:     intents")]
    [InlineData(Sabotage.Observe, "Additional Info:     acts")]
    [InlineData(Sabotage.Intent, "Additional Info:     an intent comes first")]
    public async Task Taking_a_safety_out_turns_the_cells_of_schemas_red(Sabotage sabotage, string forThisReason) =>
        await IsNoticed(await SharedEngines.Local, sabotage, forThisReason, typeof(RegisterSchema));

    // A topic that is there is refused by its cluster: without observation its creation is tried again for ever, and that cell is red for its lateness alone.
    [LongTheory]
    [InlineData(Sabotage.Fence, "Additional Info:     intents")]
    [InlineData(Sabotage.Intent, "Additional Info:     an intent comes first")]
    public async Task Taking_a_safety_out_turns_the_cells_of_creations_red(Sabotage sabotage, string forThisReason) =>
        await IsNoticed(
            await SharedEngines.Local,
            sabotage,
            forThisReason,
            typeof(CreateTopic),
            typeof(SetCompatibility)
        );

    // Steps on grants look once more within their act, because grants share ACLs: without observation they do nothing twice.
    [LongFact]
    public async Task Taking_observation_out_turns_the_cells_of_service_accounts_red() =>
        await IsNoticed(
            await SharedEngines.LocalAccess,
            Sabotage.Observe,
            "Additional Info:     acts",
            typeof(SetCredential)
        );

    [LongTheory]
    [InlineData(Sabotage.Fence, "Additional Info:     intents")]
    [InlineData(Sabotage.Intent, "Additional Info:     an intent comes first")]
    public async Task Taking_a_safety_out_turns_the_cells_of_access_red(Sabotage sabotage, string forThisReason) =>
        await IsNoticed(
            await SharedEngines.LocalAccess,
            sabotage,
            forThisReason,
            typeof(GrantAccess),
            typeof(SetCredential)
        );

    [LongTheory]
    [InlineData(Sabotage.Fence, "Additional Info:     intents")]
    [InlineData(Sabotage.Observe, "Additional Info:     acts")]
    [InlineData(Sabotage.Intent, "Additional Info:     an intent comes first")]
    public async Task Taking_a_safety_out_turns_the_cells_of_jobs_red(Sabotage sabotage, string forThisReason) =>
        await IsNoticed(
            await SharedEngines.LocalJobs,
            sabotage,
            forThisReason,
            typeof(StartJob),
            typeof(StopJob),
            typeof(CancelJob)
        );

    // Two moments are enough to notice: a former owner that wakes up, and an act whose end nobody wrote down.
    private async Task IsNoticed(IWireEngine engine, Sabotage sabotage, string forThisReason, params Type[] steps)
    {
        var asleep = steps.SelectMany(CellPlans.Frozen).Where(cell => IsDone(cell, CrashPoint.BeforeIntent, "frozen"));
        var dead = CellPlans.Killed(steps, cell => IsDone(cell, CrashPoint.AfterAct, "killed"));
        var matrix = new Matrix(engine, sabotage);
        var played = (await Task.WhenAll(matrix.Play(asleep), matrix.PlayTogether(dead))).SelectMany(p => p).ToList();
        MatrixTable.Show(played, $"without-{sabotage}", output);
        // Each kind of resource notices by itself: a safety that only one of them had would not be missed by the other's cells.
        foreach (var cells in played.GroupBy(p => Scenario.KindOf(p.Cell.Step)))
        {
            cells
                .Where(p => p.Red?.Contains(forThisReason, StringComparison.Ordinal) == true)
                .ShouldNotBeEmpty($"no cell of a {cells.Key} noticed that {sabotage} was taken out");
        }
    }

    private static bool IsDone(CellPlan cell, CrashPoint point, string happens) =>
        cell.Direction == StepDirection.Do && cell.Point == point && cell.Happens == happens;
}
