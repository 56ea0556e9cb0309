namespace Portal.Core.Audit;

/// <summary>How far the chain holds, told link by link from the first one on.</summary>
/// <param name="Sealed">Links that hold.</param>
/// <param name="To">The number of the last link that was looked at; 0 before the first.</param>
/// <param name="FirstBreak">The number of the first link that is missing, was moved, or whose event isn't what was sealed; null while all hold.</param>
public sealed record AuditVerification(long Sealed, long To, long? FirstBreak)
{
    public static readonly AuditVerification Start = From(0, AuditChain.Beginning);

    private byte[] Head { get; init; } = AuditChain.Beginning;

    /// <summary>What no seal stands for behind its last link; null where that wasn't looked at, as while links come behind this part.</summary>
    public OpenEvents? Open { get; init; }

    public bool Holds => FirstBreak is null && Open is not { Count: > 0 };

    /// <summary>Goes on behind a link; null where there is none of that number.</summary>
    public static AuditVerification From(long number, byte[]? hash) =>
        hash is null ? new(0, number, number) : new(number, number, null) { Head = hash };

    /// <param name="happened">Null: the event is gone.</param>
    public AuditVerification With(AuditSeal seal, AuditEvent? happened)
    {
        if (FirstBreak is not null)
        {
            return this;
        }

        var number = Sealed + 1;
        var holds =
            seal.Number == number
            && happened is not null
            && AuditChain.Seal(number, Head, happened).Hash.AsSpan().SequenceEqual(seal.Hash);
        return holds
            ? this with
            {
                Sealed = number,
                To = number,
                Head = seal.Hash,
            }
            : this with
            {
                To = seal.Number,
                FirstBreak = number,
            };
    }
}
