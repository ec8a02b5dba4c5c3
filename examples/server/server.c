/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * A server with a thread for each connection, and clients to talk to it: each asks for words to be
 * repeated. A reply lives until it is sent; what `log_request` keeps lives until the end.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 4, REQUESTS = 250, TIMES = 64, WORD = 16 };

struct entry {
	struct entry *next;
	char word[WORD];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct entry *journal;

static void log_request(const char *word)
{
	struct entry *entry = malloc(sizeof *entry);
	if (!entry)
		return;
	memcpy(entry->word, word, WORD);
	pthread_mutex_lock(&lock);
	entry->next = journal;
	journal = entry;
	pthread_mutex_unlock(&lock);
}

static char *make_reply(const char *word)
{
	char *reply = malloc(TIMES * WORD);
	for (int i = 0; reply && i < TIMES; i++)
		memcpy(reply + i * WORD, word, WORD);
	return reply;
}

static int answer(int fd)
{
	char word[WORD];
	if (recv(fd, word, WORD, MSG_WAITALL) != WORD)
		return 0;
	log_request(word);
	char *reply = make_reply(word);
	int sent = reply && send(fd, reply, TIMES * WORD, 0) == TIMES * WORD;
	free(reply);
	return sent;
}

static void *serve(void *fd)
{
	while (answer(*(int *)fd))
		;
	close(*(int *)fd);
	return NULL;
}

/* Not the server's: a client of it. */
__attribute__((annotate("memprof_never"))) static void *ask(void *fd)
{
	char word[WORD] = "hello", reply[TIMES * WORD];
	for (int i = 0; i < REQUESTS; i++)
		if (send(*(int *)fd, word, WORD, 0) != WORD ||
			recv(*(int *)fd, reply, sizeof reply, MSG_WAITALL) != sizeof reply)
			abort();
	close(*(int *)fd);
	return NULL;
}

static void forget_journal(void)
{
	while (journal) {
		struct entry *next = journal->next;
		free(journal);
		journal = next;
	}
}

int main(void)
{
	pthread_t server[CLIENTS], client[CLIENTS];
	int ends[CLIENTS][2];
	for (int i = 0; i < CLIENTS; i++)
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends[i]) ||
			pthread_create(&server[i], NULL, serve, &ends[i][0]) ||
			pthread_create(&client[i], NULL, ask, &ends[i][1]))
			abort();
	for (int i = 0; i < CLIENTS; i++) {
		pthread_join(client[i], NULL);
		pthread_join(server[i], NULL);
	}
	forget_journal();
	printf("%d requests answered\n", CLIENTS * REQUESTS);
	return 0;
}
