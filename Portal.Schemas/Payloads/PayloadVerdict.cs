using Portal.Schemas.Text;

namespace Portal.Schemas.Payloads;

/// <summary>What a schema says of a sample.</summary>
public abstract record PayloadVerdict
{
    private PayloadVerdict() { }

    /// <param name="Bytes">What it takes in Avro's binary encoding; null for other formats.</param>
    /// <param name="Notes">What wasn't checked.</param>
    public sealed record Valid(int? Bytes, IReadOnlyList<string> Notes) : PayloadVerdict;

    /// <param name="Faults">In the order of the sample.</param>
    /// <param name="AreAll">False: there are more than are listed.</param>
    public sealed record Invalid(IReadOnlyList<PayloadFault> Faults, bool AreAll) : PayloadVerdict;

    /// <summary>Whether the sample is valid isn't known.</summary>
    public sealed record Unknown(string Why) : PayloadVerdict;
}

/// <summary>One part of a sample that its schema doesn't allow.</summary>
/// <param name="Path">Which part: “customer.lines[2].sku”; empty for the whole.</param>
/// <param name="Rule">Which rule it breaks, in the format's own word: “type”, “required”, “union”.</param>
/// <param name="Message">What was expected, in a sentence.</param>
public sealed record PayloadFault(string Path, TextPosition At, string Rule, string Message);
