using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Jobs;

namespace Portal.Web.Api.Jobs;

/// <summary>How a job reads a topic.</summary>
public sealed record JobSourceDto(
    [property: Description("As the statements name it: cluster.topic."), Length(1, 400)] string Topic,
    [property:
        Description(
            "A field of the value: a required timestamp, date-time or number of epoch milliseconds. It becomes the column event_time; the record's timestamp is record_time then. Left out: event_time is the record's timestamp."
        ),
        MaxLength(300)
    ]
        string? EventTime = null,
    [property:
        Description(
            "Seconds that the watermark stays behind the latest event time: a row that comes later than that is dropped by windows. Left out: 5."
        ),
        Range(0, 604_800)
    ]
        int? OutOfOrdernessSeconds = null,
    [property:
        Description("Seconds without a record after which a partition no longer holds the watermark. Left out: 30."),
        Range(1, 86_400)
    ]
        int? IdleTimeoutSeconds = null,
    [property:
        Description(
            "The fields of the record's key that become columns, separated by commas; with key_ before them where the value has a column of that name. A key without a schema is one text, or a JSON object of the fields."
        ),
        MaxLength(1_000)
    ]
        string? Key = null,
    [property: Description(
        "Read a compacted topic as a changelog: a record replaces the one before with the same key, one without a value deletes it. The key's columns are its primary key."
    )]
        bool Upsert = false
)
{
    public static JobSourceDto Of(JobSource source) =>
        new(
            source.Table,
            source.EventTime,
            source.OutOfOrdernessSeconds,
            source.IdleTimeoutSeconds,
            source.Key.IsEmpty ? null : string.Join(", ", source.Key),
            source.Upsert
        );

    public JobSource ToSource() =>
        new(Topic, EventTime, OutOfOrdernessSeconds, IdleTimeoutSeconds, JobSink.Columns(Key), Upsert);
}
