namespace Portal.Web.Features.Topics;

/// <summary>Why a topic that the portal manages isn't among those that were read of its cluster.</summary>
public enum TopicAbsence
{
    /// <summary>Its cluster wasn't read yet, or not since the topic was last changed, or only just after that.</summary>
    NotSeenYet,

    /// <summary>Its cluster was read since and doesn't have it, whoever deleted it.</summary>
    Gone,
}
