namespace Portal.Core.Jobs.Failures;

/// <summary>What an exception of a job means that is about its way to Kafka or to a schema registry, or about a record, and what to do.</summary>
public static class AccessFailure
{
    /// <summary>In words, without the last full stop; those of the exception where it is about something else.</summary>
    public static string InWords(JobException exception)
    {
        var words = exception.Words.TrimEnd('.');
        return (exception.Class ?? "").Split('.')[^1] switch
        {
            "SaslAuthenticationException" or "UnsupportedSaslMechanismException" or "IllegalSaslStateException" =>
                $"Kafka refuses the sign-in of jobs: {words}. Check user, password and mechanism on the cluster's page, under Kafka for jobs",
            "SslAuthenticationException"
            or "SSLHandshakeException"
            or "SunCertPathBuilderException"
            or "ValidatorException" =>
                $"no secure connection: {words}. Check the TLS authority on the cluster's page, under Kafka for jobs or Schema registry for jobs",
            "TopicAuthorizationException"
            or "GroupAuthorizationException"
            or "TransactionalIdAuthorizationException"
            or "ClusterAuthorizationException" =>
                $"the user that jobs sign in to Kafka with lacks a permission: {words}. Grant it, or change the user on the cluster's page, under Kafka for jobs",
            "RestClientException" when words.Contains("error code: 401", StringComparison.Ordinal) =>
                $"the schema registry refuses the sign-in of jobs: {words}. Check it on the cluster's page, under Schema registry for jobs",
            _ => DecodingFailure.InWords(words),
        };
    }
}
