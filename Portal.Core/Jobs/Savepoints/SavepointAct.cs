namespace Portal.Core.Jobs.Savepoints;

/// <summary>A savepoint as people name it.</summary>
public sealed record SavepointAddress(string Cluster, string Job, long Id);

/// <summary>What was done with one, for the audit log.</summary>
/// <param name="What">Its dotted word: pinned.</param>
/// <param name="Words">After its name, without a full stop.</param>
internal sealed record SavepointAct(string What, string Words);
