namespace Portal.LocalCluster.Transactions;

/// <summary>Where a transactional id stands; names and meaning are Kafka's.</summary>
public enum TransactionState
{
    Empty,
    Ongoing,
    PrepareCommit,
    PrepareAbort,
    CompleteCommit,
    CompleteAbort,
}
