using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.CrashMatrix;

/// <summary>The engine dies around an act and comes back: the run waits for it, and ends as it should.</summary>
public sealed class EngineDownTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_run_outlives_its_engine_on_the_local_cluster() =>
        await Green(LocalEngine.Start, "local-engine-down");

    [EngineFact]
    public async Task A_run_outlives_its_engine_on_real_Kafka() => await Green(RealEngine.Start, "kafka-engine-down");

    [EngineFact]
    public async Task A_run_outlives_its_engine_on_a_real_registry() =>
        await Green(RegistryEngine.Start, "registry-engine-down");

    [EngineFact]
    public async Task A_run_outlives_its_engine_on_real_Flink() => await Green(FlinkEngine.Start, "flink-engine-down");

    private async Task Green(Func<Task<IWireEngine>> start, string name)
    {
        await using var engine = await start();
        var played = await new Matrix(engine).PlayTogether(EngineDown.Rounds(Matrix.StepsOf(engine), engine));
        MatrixTable.ShouldBeGreen(played, name, output);
    }
}
