using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.CrashMatrix;

/// <summary>Somebody else changes the same thing while a worker is at it: his work stays, and a person learns of it.</summary>
public sealed class StrangerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task What_a_stranger_did_meanwhile_is_not_overwritten_on_the_local_cluster() =>
        await Green(await SharedEngines.Local, "local-stranger");

    [LongFact]
    public async Task What_a_stranger_did_to_access_meanwhile_is_not_overwritten_on_the_local_cluster() =>
        await Green(await SharedEngines.LocalAccess, "local-access-stranger");

    [FullRunFact]
    public async Task What_a_stranger_did_meanwhile_is_not_overwritten_on_real_Kafka() =>
        await Green(await SharedEngines.Real, "kafka-stranger");

    [FullRunFact]
    public async Task What_a_stranger_did_meanwhile_is_not_overwritten_on_a_real_registry() =>
        await Green(await SharedEngines.Registry, "registry-stranger");

    [LongFact]
    public async Task What_a_stranger_did_to_a_job_meanwhile_is_not_overwritten_on_the_local_cluster() =>
        await Green(await SharedEngines.LocalJobs, "local-jobs-stranger");

    [FullRunFact]
    public async Task What_a_stranger_did_meanwhile_is_not_overwritten_on_real_Flink() =>
        await Green(await SharedEngines.Flink, "flink-stranger");

    private async Task Green(IWireEngine engine, string name)
    {
        var cells = Matrix.StepsOf(engine).SelectMany(Scenario.Strangers).ToLookup(cell => cell.CanWaitToDie);
        using var process = WorkerPool.Take();
        var others = cells[false].Select(cell => cell.IsKilled ? cell : cell.In(process));
        var matrix = new Matrix(engine);
        var played = await Task.WhenAll(matrix.PlayTogether(cells[true].Together()), matrix.Play(others));
        MatrixTable.ShouldBeGreen([.. played.SelectMany(p => p)], name, output);
    }
}
