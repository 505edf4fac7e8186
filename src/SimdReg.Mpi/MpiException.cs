namespace SimdReg.Mpi;

/// <summary>MPI is not there, or has reported an error.</summary>
public sealed class MpiException : Exception
{
    /// <summary>Creates an error without a message.</summary>
    public MpiException()
    {
    }

    /// <summary>Creates an error with a message.</summary>
    /// <param name="message">The message.</param>
    public MpiException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error that another one caused.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public MpiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
