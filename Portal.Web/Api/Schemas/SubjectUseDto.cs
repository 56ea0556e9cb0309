using System.ComponentModel;
using Portal.Core.Schemas;
using Portal.Web.Api.Topics;

namespace Portal.Web.Api.Schemas;

/// <summary>Who reads and writes by a subject, as far as it was seen.</summary>
public sealed record SubjectUseDto(
    [property: Description("The topics that its name or their newest records' ids show.")] IReadOnlyList<string> Topics,
    [property: Description("The consumer groups of these topics.")] IReadOnlyList<ReaderDto> Readers,
    [property: Description(
        "False: the newest readings are old or not whole, so there may be readers that aren't named."
    )]
        bool AreAllReaders,
    [property: Description("The managed jobs whose statements name one of these topics.")]
        IReadOnlyList<TopicJobDto> Jobs,
    [property: Description("The subjects whose versions build on one of its own.")] IReadOnlyList<string> ReferredToBy,
    [property: Description("False: the registry was not read lately, or not whole.")] bool AreAllReferences,
    [property: Description("Its ids in the newest records of topics that were sampled, those in most records first.")]
        IReadOnlyList<CarriedIdDto> InRecords
)
{
    public static SubjectUseDto Of(SubjectUse use) =>
        new(
            use.Topics,
            [.. use.Readers.Select(ReaderDto.Of)],
            use.AreAllReaders,
            [.. use.Jobs.Select(TopicJobDto.Of)],
            use.ReferredToBy,
            use.AreAllReferences,
            [.. (use.InRecords?.Found ?? []).Select(CarriedIdDto.Of)]
        );
}
