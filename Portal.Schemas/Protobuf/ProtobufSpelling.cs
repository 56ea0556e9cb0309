namespace Portal.Schemas.Protobuf;

/// <summary>
/// Whether a registry has a text that it was given, though it writes it in its own way. Confluent's prints what it has read: without comments, and
/// in an order of its own.
/// </summary>
public static class ProtobufSpelling
{
    /// <summary>Whether both say the same. How they are laid out doesn't count; comments do where the registry has any.</summary>
    /// <param name="kept">As the registry has it.</param>
    /// <param name="wanted">As it was requested.</param>
    public static bool IsSame(string kept, string wanted) =>
        ProtobufComments.AreKept(kept, wanted)
        && (ProtobufStatements.AreSame(kept, wanted) || DescribeTheSame(kept, wanted));

    private static bool DescribeTheSame(string kept, string wanted) =>
        (ProtobufReading.Read(kept), ProtobufReading.Read(wanted))
            is (ProtobufRead.Fine { Schema: var live }, ProtobufRead.Fine { Schema: var requested })
        && ProtobufLayout.IsAllThatDiffers(live.File, requested.File);
}
