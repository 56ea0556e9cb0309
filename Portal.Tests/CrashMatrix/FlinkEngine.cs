using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.CrashMatrix;

/// <summary>Apache Flink itself, whose JobManager and SQL Gateway die together and come back with its jobs, beside a Kafka that stays.</summary>
public sealed class FlinkEngine(RealKafka kafka, RealFlink flink) : IWireEngine
{
    // It deletes a savepoint that a job was started from, once later checkpoints replace it, unless the start says otherwise.
    private static readonly string[] Claims = ["execution.state-recovery.claim-mode: CLAIM"];
    private static readonly string[] Mortal = ["jobmanager", "gateway"];

    public IReadOnlyList<ResourceKind> Kinds => [JobKind.Word];

    public string? LastWords => null;

    public string Url => flink.Url;

    public string Gateway => flink.Gateway;

    /// <summary>Of the Kafka beside it.</summary>
    public string Bootstrap => kafka.Bootstrap;

    /// <summary>Of the same, over TLS, for those who sign in with SCRAM and may do what ACLs allow.</summary>
    public string SaslTls => kafka.SaslTls;

    /// <summary>The file of the authority that signed its brokers' certificates.</summary>
    public string Ca => kafka.Ca;

    public static async Task<IWireEngine> Start() => await Beside(await RealKafka.Start(tls: true));

    public static async Task<IWireEngine> Beside(RealKafka kafka) =>
        new FlinkEngine(kafka, await RealFlink.Start(ha: true, settings: Claims));

    public Task<WorkerWorld> World() => WorkerWorld.OnFlink(kafka.Bootstrap, flink.Url, flink.Gateway);

    public async Task Kill()
    {
        foreach (var part in Mortal)
        {
            await flink.Kill(part);
        }
    }

    public async Task Respawn()
    {
        foreach (var part in Mortal)
        {
            await flink.Respawn(part);
        }

        await flink.Answers();
    }

    public async ValueTask DisposeAsync()
    {
        await flink.DisposeAsync();
        await kafka.DisposeAsync();
    }
}
