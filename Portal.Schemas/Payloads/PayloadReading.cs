using System.Globalization;
using System.Text;
using Portal.Schemas.Text;

namespace Portal.Schemas.Payloads;

/// <summary>Reads a sample's JSON and gives it to what judges it by a schema.</summary>
internal static class PayloadReading
{
    /// <summary>The characters that a sample may have.</summary>
    public const int Longest = 128 * 1024;

    private const int MostFaults = 50;

    /// <param name="judge">Adds what is wrong; what it returns is the sample's size in Avro's binary encoding.</param>
    public static PayloadVerdict Judge(string sample, Func<JsonPart, PayloadWork, int?> judge, CancellationToken stop)
    {
        if (Unreadable(sample) is { } why)
        {
            return Refused(why.Rule, why.Message, new(1, 1));
        }

        var utf8 = Encoding.UTF8.GetBytes(sample);
        var (json, fault) = JsonReading.Read(utf8);
        if (json is null)
        {
            return Refused("JSON", fault!.Message, fault.At);
        }

        var work = new PayloadWork(stop);
        try
        {
            var bytes = judge(json, work);
            // Two parts of a schema may say the same of a value.
            List<PayloadError> errors = [.. work.Errors.Distinct()];
            return errors.Count == 0
                ? new PayloadVerdict.Valid(bytes, [.. work.Notes])
                : new PayloadVerdict.Invalid(
                    [
                        .. errors
                            .OrderBy(error => error.Offset)
                            .Take(MostFaults)
                            .Select(error => new PayloadFault(
                                error.Path,
                                TextPosition.Of(utf8, error.Offset),
                                error.Rule,
                                error.Message
                            )),
                    ],
                    errors.Count <= MostFaults
                );
        }
        catch (TooMuchWork)
        {
            return new PayloadVerdict.Unknown(
                "Checking this sample takes too many steps: the schema refers to itself too often, or has too many patterns or values to compare. Try a smaller sample."
            );
        }
    }

    private static (string Rule, string Message)? Unreadable(string sample) =>
        sample.Trim().Length == 0 ? ("JSON", "Enter a sample.")
        : sample.Length > Longest
            ? (
                "size",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A sample has at most {Longest:N0} characters, and this one has {sample.Length:N0}."
                )
            )
        : null;

    private static PayloadVerdict.Invalid Refused(string rule, string message, TextPosition at) =>
        new([new("", at, rule, message)], AreAll: true);
}
