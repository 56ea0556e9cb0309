using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Schemas;
using Portal.Schemas.Payloads;

namespace Portal.Web.Api.Schemas;

/// <summary>A JSON sample to check against a schema.</summary>
public sealed record SampleRequestDto(
    [property:
        Description(
            "JSON: for AVRO in Avro's JSON encoding, where a union's value names its branch; for PROTOBUF in Protobuf's JSON."
        ),
        Length(1, PayloadSchema.LongestSample)
    ]
        string Sample,
    [property: Description("Left out: the newest version that is there."), Range(1, int.MaxValue)] int? Version = null,
    [property:
        Description("For PROTOBUF the message's name without its package; left out: the first that no other holds."),
        MaxLength(1_000)
    ]
        string? Message = null
);

/// <summary>What came of a sample.</summary>
public enum SampleVerdict
{
    Valid,
    Invalid,
    Unknown,
}

/// <summary>What a schema says of a sample.</summary>
public sealed record SampleVerdictDto(
    [property: Description("The version that it was checked against.")] int Version,
    SampleVerdict Verdict,
    [property: Description("In the order of the sample.")] IReadOnlyList<SampleFaultDto> Faults,
    [property: Description("False: there are more faults than are listed.")] bool AreAllFaults,
    [property: Description("Its size in Avro's binary encoding, without the schema's id; null for other formats.")]
        int? Bytes,
    [property: Description("What wasn't checked.")] IReadOnlyList<string> Notes,
    [property: Description("Why it could not be checked; null otherwise.")] string? Unknown
)
{
    public static SampleVerdictDto Of(int version, PayloadVerdict verdict) =>
        verdict switch
        {
            PayloadVerdict.Valid(var bytes, var notes) => new(
                version,
                SampleVerdict.Valid,
                [],
                true,
                bytes,
                notes,
                null
            ),
            PayloadVerdict.Invalid(var faults, var areAll) => new(
                version,
                SampleVerdict.Invalid,
                [.. faults.Select(f => new SampleFaultDto(f.Path, f.At.Line, f.At.Column, f.Rule, f.Message))],
                areAll,
                null,
                [],
                null
            ),
            PayloadVerdict.Unknown(var why) => new(version, SampleVerdict.Unknown, [], true, null, [], why),
            _ => throw new InvalidOperationException(verdict.GetType().Name),
        };
}

/// <summary>One part of a sample that its schema doesn't allow.</summary>
public sealed record SampleFaultDto(
    [property: Description("Which part, as in `lines[2].sku`; empty for the whole.")] string Path,
    [property: Description("From 1.")] int Line,
    [property: Description("From 1.")] int Column,
    [property: Description("Which rule it breaks, in the format's own word, as in `required`.")] string Rule,
    [property: Description("What was expected.")] string Message
);

/// <summary>A sample made from a schema.</summary>
public sealed record SampleDto(
    int Version,
    [property: Description("JSON, as it can be checked; null when none can be made.")] string? Sample,
    [property: Description("Why none can be made; null otherwise.")] string? Problem
)
{
    public static SampleDto Of(int version, PayloadExample example) =>
        example switch
        {
            PayloadExample.Made(var text) => new(version, text, null),
            PayloadExample.Impossible(var why) => new(version, null, why),
            _ => throw new InvalidOperationException(example.GetType().Name),
        };
}
