namespace Portal.Tests.RealEngines.Flink.Lottery;

/// <summary>What is killed at random.</summary>
internal enum MortalPart
{
    JobManager,
    TaskManager,
    Gateway,
    Worker,
    Database,
    Broker,
}
