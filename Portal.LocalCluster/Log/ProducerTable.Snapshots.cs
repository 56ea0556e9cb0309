using System.Text.Json;

namespace Portal.LocalCluster.Log;

public sealed partial class ProducerTable
{
    /// <summary>The table as bytes; complete up to <paramref name="nextOffset"/>.</summary>
    public byte[] TakeSnapshot(long nextOffset) =>
        JsonSerializer.SerializeToUtf8Bytes(new Saved(nextOffset, _producers, Transactions.TakeSnapshot()));

    /// <summary>Takes over a snapshot and returns the offset up to which it is complete; null when the bytes aren't one.</summary>
    public long? Restore(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (JsonSerializer.Deserialize<Saved>(bytes) is not { } snapshot)
            {
                return null;
            }

            foreach (var (id, producer) in snapshot.Producers)
            {
                _producers[id] = producer;
            }

            if (snapshot.Transactions is { } transactions)
            {
                Transactions.Restore(transactions);
            }

            return snapshot.NextOffset;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="Transactions">Null in what was saved before there were any.</param>
    public sealed record Saved(
        long NextOffset,
        Dictionary<long, Producer> Producers,
        PartitionTransactions.Saved? Transactions = null
    );
}
