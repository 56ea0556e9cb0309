namespace Portal.Core.Audit;

/// <summary>What a look at the whole log found.</summary>
/// <param name="Chain">How far the chain holds by itself.</param>
/// <param name="Head">The newest signed head; null where none was kept.</param>
/// <param name="Faults">In words, one a line; none when the log is what was sealed.</param>
public sealed record AuditFindings(AuditVerification Chain, AuditHead? Head, IReadOnlyList<string> Faults)
{
    /// <param name="hashes">The hash that the chain has at each signed head's number now; null where it has no such link.</param>
    /// <param name="end">The number of the chain's last link.</param>
    /// <param name="open">Events that should have been sealed long ago.</param>
    public static AuditFindings Of(
        AuditVerification chain,
        KeptHeads kept,
        IReadOnlyDictionary<long, byte[]?> hashes,
        long end,
        OpenEvents open
    )
    {
        var heads = kept.Signed.OrderBy(head => head.Number).ToList();
        var faults = new List<string>();
        if (chain.FirstBreak is { } number)
        {
            faults.Add($"Edited: event number {number} is missing, was moved, or isn't what was sealed.");
        }

        if (heads.Find(head => hashes[head.Number] is { } now && !now.AsSpan().SequenceEqual(head.Hash)) is { } other)
        {
            faults.Add(
                $"Rewritten: the log up to number {other.Number} isn't the one that was signed at {other.At:u}."
            );
        }

        if (heads.Find(head => head.Number > end) is { } cut)
        {
            faults.Add(
                $"Cut off: the log ends at number {end}, and number {cut.Number} was signed at {cut.At:u}. "
                    + "A database restored from an older backup looks the same."
            );
        }

        if (open.Count > 0)
        {
            faults.Add(
                $"Not sealed: {open.Count} event(s) since {open.Since:u}; what is done to them isn't found. "
                    + "A product whose workers don't run looks the same."
            );
        }

        if (kept.Forged > 0)
        {
            faults.Add($"Forged: the signature of {kept.Forged} kept head(s) doesn't hold.");
        }

        if (heads.Count == 0 && chain.Sealed > 0)
        {
            faults.Add(
                "No signed head: the file of heads is missing, so a rewritten log looks the same as the original."
            );
        }

        return new(chain, heads.LastOrDefault(), faults);
    }
}
